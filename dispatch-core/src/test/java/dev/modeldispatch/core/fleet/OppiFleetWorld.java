package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.workspace.Repo;
import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fake oppi server; a session's script goes by its name. */
final class OppiFleetWorld implements FleetWorld {
  private final FakeOppiServer server = FakeOppiServer.start();

  FakeOppiServer server() {
    return server;
  }

  @Override
  public SessionFleet.Builder fleet() {
    return SessionFleet.builder().oppi(OppiOptions.at(server.baseUri(), ApiKey.of(server.token())));
  }

  @Override
  public String place(Path folder) {
    String id = "w" + Integer.toHexString(folder.hashCode());
    server.workspace(id, "Name of " + id, folder);
    return id;
  }

  @Override
  public ModelTarget commits(String session, Path folder, String subject, String... files) {
    server
        .session(session)
        .works(
            task -> {
              for (String file : files) {
                Path path = task.workspace().resolve(file);
                Files.createDirectories(path.getParent());
                Files.writeString(path, "by " + subject + "\n");
              }
              commit(task.workspace(), subject, files);
            });
    return ModelTarget.of("some", "model");
  }

  private static synchronized void commit(Path folder, String subject, String... files) {
    List<String> all = new ArrayList<>(List.of("add", "--"));
    all.addAll(List.of(files));
    Repo.git(folder, all.toArray(String[]::new));
    List<String> commit = new ArrayList<>(List.of("commit", "-q", "-m", subject, "--"));
    commit.addAll(List.of(files));
    Repo.git(folder, commit.toArray(String[]::new));
  }

  @Override
  public ModelTarget answers(String session) {
    return ModelTarget.of("some", "model");
  }

  @Override
  public ModelTarget hangs(String session) {
    server.session(session).hangs();
    return ModelTarget.of("some", "model");
  }

  @Override
  public int sessions(Path folder) {
    return server.createdSessions().size() - server.deletedSessions().size();
  }

  @Override
  public void close() {
    server.close();
  }
}
