# The pinned binaries of the real opencode, and what tests against them have said. For the scripts
# beside this folder, which stand at the repository's top and have a function fail.

readonly package=opencode-linux-x64
readonly cache="$PWD/.ci-cache/opencode"

check_platform() {
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "the pinned binaries are for Linux on x86_64"
  command -v npm > /dev/null || fail "npm is not there; install node"
}

binary() { echo "$cache/$1/node_modules/$package/bin/opencode"; }

told_version() {
  local home
  home=$(mktemp -d)
  env -i PATH="$PATH" HOME="$home" "$(binary "$1")" --version 2>/dev/null || true
  rm -rf "$home"
}

# The platform's package has no install script to run; a package.json of its own keeps npm here.
install() {
  if [ -x "$(binary "$1")" ] && [ "$(told_version "$1")" = "$1" ]; then
    return
  fi
  rm -rf "${cache:?}/$1"
  mkdir -p "$cache/$1"
  echo '{"name": "opencode-under-test", "version": "1.0.0", "private": true}' > "$cache/$1/package.json"
  (cd "$cache/$1" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$1") ||
    fail "npm could not install $package@$1"
  [ "$(told_version "$1")" = "$1" ] || fail "$(binary "$1") does not run, or is not version $1"
}

# One line for each test that ran, of the reports in this folder: class#method verdict
verdicts() {
  find "$1" -name 'TEST-*.xml' -exec cat {} + | awk '
    function flush() { if (test != "") print test, verdict; test = "" }
    /<testcase / {
      flush()
      name = $0; sub(/.*<testcase name="/, "", name); sub(/[("{].*/, "", name)
      class = $0; sub(/.* classname="/, "", class); sub(/".*/, "", class); sub(/.*\./, "", class)
      test = class "#" name; verdict = "ok"
    }
    /<(failure|error|rerunFailure)[ >]/ { verdict = "FAILED" }
    /<skipped/ { verdict = "SKIPPED" }
    END { flush() }'
}

# The worst of all runs of one test.
verdict() {
  awk -v test="$2" '
    $1 == test { found = 1; if ($2 != "ok") worst = $2 }
    END { print !found ? "MISSING" : worst != "" ? worst : "ok" }' <<< "$1"
}
