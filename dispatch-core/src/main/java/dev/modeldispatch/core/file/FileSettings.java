package dev.modeldispatch.core.file;

import java.time.Duration;

/**
 * How asks by files go.
 *
 * @param poll how long between two looks
 * @param timeout how long an ask may take if its prompt does not say
 * @param tolerance how many looks of an ask may find an artifact that is no answer
 * @param cap how large a prompt or an artifact may be, in bytes
 * @param resumes whether what an earlier run left is taken up
 */
record FileSettings(Duration poll, Duration timeout, int tolerance, int cap, boolean resumes) {}
