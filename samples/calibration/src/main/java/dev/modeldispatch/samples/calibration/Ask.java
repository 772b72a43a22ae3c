package dev.modeldispatch.samples.calibration;

/**
 * One step of one case.
 *
 * @param caseId the case
 * @param step the step
 * @param question what is asked
 */
record Ask(String caseId, String step, String question) {}
