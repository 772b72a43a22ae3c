package dev.modeldispatch.core.file;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;

/**
 * How a responder answers.
 *
 * @param name how it signs its claims
 * @param dispatcher who is asked
 * @param target as whom
 * @param poll how long between two looks
 * @param parallel how many signals it works on at once
 * @param cap how large a prompt may be, in bytes
 */
record ResponderSettings(
    String name, Dispatcher dispatcher, ModelTarget target, Duration poll, int parallel, int cap) {}
