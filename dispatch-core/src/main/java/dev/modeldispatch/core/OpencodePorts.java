package dev.modeldispatch.core;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.tool.ToolModels;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A front door for each port of this machine at which an opencode server is asked, opened with the
 * first prompt. Thread-safe.
 */
final class OpencodePorts implements IntFunction<ToolModels>, AutoCloseable {
  private static final int MOST = 16;

  private final Map<Integer, ModelDispatch> doors = new TreeMap<>();
  private boolean closed;

  @Override
  public ToolModels apply(int port) {
    return door(port).toolModels();
  }

  private synchronized ModelDispatch door(int port) {
    Misuse.check("port " + port)
        .unless(!closed, () -> "the tools are closed")
        .unless(
            doors.containsKey(port) || doors.size() < MOST,
            () -> MOST + " ports are in use already; use one of " + doors.keySet())
        .orThrow();
    return doors.computeIfAbsent(port, OpencodePorts::open);
  }

  private static ModelDispatch open(int port) {
    return ModelDispatch.builder().opencode(URI.create("http://127.0.0.1:" + port)).build();
  }

  @Override
  public void close() {
    List<ModelDispatch> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(doors.values());
      doors.clear();
    }
    open.forEach(ModelDispatch::close);
  }
}
