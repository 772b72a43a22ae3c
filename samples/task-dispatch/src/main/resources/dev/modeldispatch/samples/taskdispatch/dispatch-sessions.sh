#!/usr/bin/env bash
# Opens a tmux window for each task, in the task's work tree, and starts a session there.
#
#   scripts/dispatch-sessions.sh ID...
#
#   DISPATCH_LAUNCH   what is run in each window, {ID} is the task's id; claude --task {ID}
#   DISPATCH_SESSION  the name of the tmux session; dispatch
#   DISPATCH_SOCKET   the name of tmux's socket; default
set -euo pipefail
cd "$(dirname "$0")/.."

launch=${DISPATCH_LAUNCH:-'claude --task {ID}'}
session=${DISPATCH_SESSION:-dispatch}
tm() { tmux -L "${DISPATCH_SOCKET:-default}" "$@"; }

tree_of() {
  git -c core.fsmonitor=false worktree list --porcelain |
    awk -v branch="branch refs/heads/task/$1" \
      '/^worktree / { path = substr($0, 10) } $0 == branch { print path }'
}

problems=0
problem() {
  echo "dispatch-sessions: $*" >&2
  problems=1
}

command -v tmux >/dev/null || problem "tmux is not installed; use the lines per terminal"
[ $# -gt 0 ] || problem "name the tasks: scripts/dispatch-sessions.sh ID..."
for id in "$@"; do
  if ! [[ $id =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$ ]]; then
    problem "'$id' is not a task id"
  elif [ ! -d "$(tree_of "$id")" ]; then
    problem "$id has no work tree; execute makes one"
  fi
done
[ "$problems" = 0 ] || exit 2

for id in "$@"; do
  tree=$(tree_of "$id")
  # The id holds nothing that a shell reads, and the window stays when the session has ended.
  run="${launch//'{ID}'/$id}; exec ${SHELL:-/bin/sh}"
  if ! tm has-session -t "=$session" 2>/dev/null; then
    tm new-session -d -s "$session" -n "$id" -c "$tree" "$run"
  elif tm list-windows -t "=$session" -F '#W' | grep -Fxq -- "$id"; then
    echo "$id: its window is open"
    continue
  else
    tm new-window -d -t "=$session:" -n "$id" -c "$tree" "$run"
  fi
  echo "$id: $tree"
done
echo "Attach with: tmux attach -t $session"
