package dev.modeldispatch.core.limit;

import java.time.Duration;

/**
 * When a breaker opens, and for how long.
 *
 * @param failureRate the percentage of calls that had trouble, from which on it opens
 * @param lastCalls of how many calls, the last ones
 * @param minimumCalls it stays closed until so many were counted
 * @param openFor how long it lets nobody go, before it lets one through
 * @param silence from when on a silent server is trouble, if a deadline passes
 */
public record BreakerSettings(
    int failureRate, int lastCalls, int minimumCalls, Duration openFor, Duration silence) {}
