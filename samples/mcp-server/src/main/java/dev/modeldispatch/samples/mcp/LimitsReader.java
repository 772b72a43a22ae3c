package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.core.ModelDispatchBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;

/** Takes the limits out of their section. For one reading. */
final class LimitsReader {
  private static final int MILLION = 1_000_000;
  private static final int HOUR = 3_600;

  private final Section section;
  private final List<Limit> limits = new ArrayList<>();
  private int maxBatches = Configuration.MAX_BATCHES;

  LimitsReader(Section section) {
    this.section = section;
  }

  List<Limit> read() {
    whole("maxInFlight", 1, MILLION, ModelDispatchBuilder::maxInFlight);
    whole("maxQueued", 0, MILLION, ModelDispatchBuilder::maxQueued);
    whole("retries", 0, 10, ModelDispatchBuilder::retries);
    whole("maxResponseBytes", 1, 1 << 30, ModelDispatchBuilder::maxResponseBytes);
    seconds("connectSeconds", ModelDispatchBuilder::connectTimeout);
    seconds("idleSeconds", ModelDispatchBuilder::idleTimeout);
    seconds("firstContentSeconds", ModelDispatchBuilder::firstContentTimeout);
    section.whole("maxBatches", 1, 1_000).ifPresent(most -> maxBatches = (int) most);
    section.end();
    return List.copyOf(limits);
  }

  int maxBatches() {
    return maxBatches;
  }

  private void whole(String field, int least, int most, ObjIntConsumer<ModelDispatchBuilder> knob) {
    section
        .whole(field, least, most)
        .ifPresent(
            value ->
                limits.add(
                    new Limit(field + " " + value, builder -> knob.accept(builder, (int) value))));
  }

  private void seconds(String field, BiConsumer<ModelDispatchBuilder, Duration> knob) {
    section
        .seconds(field, HOUR)
        .ifPresent(
            limit ->
                limits.add(
                    new Limit(
                        field + " " + limit.toMillis() / 1000.0,
                        builder -> knob.accept(builder, limit))));
  }
}
