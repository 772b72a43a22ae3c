package dev.modeldispatch.core.limit;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a lane limits; what is empty is not limited.
 *
 * @param maxInFlight how many calls run at a time
 * @param maxQueued how many more wait for their turn
 * @param requestsPerMinute how many calls begin within any minute
 * @param tokensPerMinute how many tokens they take within a minute
 * @param breaker when the lane closes because of trouble
 * @param followsServer whether what the server says of its limits holds the lane back
 */
public record LaneSettings(
    OptionalInt maxInFlight,
    int maxQueued,
    OptionalInt requestsPerMinute,
    OptionalLong tokensPerMinute,
    Optional<BreakerSettings> breaker,
    boolean followsServer) {}
