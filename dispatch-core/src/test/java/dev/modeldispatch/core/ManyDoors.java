package dev.modeldispatch.core;

import java.net.URI;

/** Opens many doors one after the other, asks through each, closes it, and looks what is left. */
final class ManyDoors {
  private ManyDoors() {}

  public static void main(String[] args) throws Exception {
    var server = URI.create(args[0]);
    askAndClose(server, 1);
    var before = Leftovers.now();
    askAndClose(server, Integer.parseInt(args[1]));
    before.print();
  }

  private static void askAndClose(URI server, int times) {
    for (int i = 0; i < times; i++) {
      try (var models = ModelDispatch.builder().openaiCompatible("fake", server).build()) {
        models.ask("fake/m", "hi").orElseThrow();
      }
    }
  }
}
