package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.opencode.AgentWorld;
import java.nio.file.Path;

/** An opencode server, fake or real. */
record OpencodeFleetWorld(AgentWorld agents) implements FleetWorld {
  @Override
  public SessionFleet.Builder fleet() {
    return SessionFleet.builder().opencode(agents.options().build());
  }

  @Override
  public String place(Path folder) {
    return folder.toString();
  }

  @Override
  public ModelTarget commits(String session, Path folder, String subject, String... files) {
    return agents.commits(folder, subject, files);
  }

  @Override
  public ModelTarget answers(String session) {
    return agents.answers("Done.");
  }

  @Override
  public ModelTarget hangs(String session) {
    return agents.silent();
  }

  @Override
  public int sessions(Path folder) throws Exception {
    return agents.sessions(folder);
  }

  @Override
  public void close() {
    agents.close();
  }
}
