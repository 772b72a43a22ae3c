package dev.modeldispatch.samples.taskdispatch;

/** What {@code --help} prints. */
final class Usage {
  static final String TEXT =
      """
      task-dispatch [command] [options]

        plan          what can start, what waits, how long it takes; the default with options
        check         what is wrong with the files under .project, one finding in a line
        execute       makes a work tree for each ready task, or for: execute ID...
        status        how far the tasks are, as git says
        complete ID   completes a task whose branch is merged
        boundary ID   the part of a prompt that names the files of a task
        review        who wrote outside of its files
        cleanup       removes the work trees of done tasks, if nothing can be lost
        run           gives each task to an agent session, reviews what it did, completes it
        launch        launches one agent session, which works on; prints its id and more as JSON
        stop ID...    stops sessions, whatever they do
        wait ID...    waits until sessions rest
        demo          all of it, on a repository made for it; the default without arguments;
                      with --fleet fake it is run that does it

        --repo DIR         the repository; the folder that the command is run in
        --base BRANCH      what work starts from and is merged into; main
        --workers N        how many tasks may run at the same time; run: 4
        --json             JSON in place of text
        --graph KIND       plan as a picture: mermaid, dot or gantt; run: who worked where, mermaid
        --launch COMMAND   what starts a session, with {ID}; claude --task {ID}
        --worktree COMMAND what the plan recommends, with {ID}; /worktree create {ID}
        --pr N             complete: the number of the pull request
        --merged           complete: it is merged, though git does not know, for example squashed
        --forbid REGEX     review, run: must have no match left in the tasks' files
        --test COMMAND     review: run by sh in each work tree, must end with 0; run: after each phase
        --keep             demo: keep the repository
        --execute, --status are the same as the commands.

        --fleet SERVER     where sessions run: opencode, oppi, or for run and demo: fake, agents
                           in this process that add a line to each task's files and commit
        --url URL          where that server is; by default at its usual port on this machine
        --workspace W      a folder, with oppi an id or a name; run: the repository, else .
        --model MODEL      who works, provider/model; by default the server's, run: by kind of work
        --thinking LEVEL   off, minimal, low, medium, high or xhigh
        --name NAME        launch: the session's name
        --prompt TEXT      launch: what is to be done; - reads it from standard input
        --todo ID...       launch: todos to add to it, .pi/todos/ID.md
        --context-file F.. launch: files to add to it
        --boundary FILE... launch: the only files that it may write
        --limit TIME       wait: how long at most, for example 90s or 10m; run: for each session
        --phased           run: begins a phase when the one before is complete and reviewed
        --merging          run: merges the branches of tasks that had to work apart
        --routes FILE      run: changes to which model does what kind of work, as JSON
        A password of opencode is taken from OPENCODE_SERVER_PASSWORD, oppi's token from its own
        file, ~/.config/oppi/config.json.

      Ends with 0, with 1 if something needs a person, with 2 if the input is wrong.
      """;

  private Usage() {}
}
