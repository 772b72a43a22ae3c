package dev.modeldispatch.core.file;

/**
 * How many cases a batch got, and why.
 *
 * @param size how many; 0 if the run stopped there
 * @param pending how many were left before
 * @param reason why, in our own words
 */
public record SizeDecision(int size, int pending, String reason) {}
