/**
 * Runs whole dispatchers in one thread, on virtual time, against a simulated network that does all
 * that servers do, and checks after every dispatch what the library promises.
 *
 * <pre>{@code
 * Report report = Simulation.of(1_000_000).run(line -> System.out.println(line));
 * report.violations().forEach(violation -> System.out.println(violation.line()));
 * }</pre>
 *
 * <p>A seed decides everything: the options of the dispatcher, the targets, the weather at the
 * providers, what each server does, who cancels what and when. {@link
 * dev.modeldispatch.samples.benchmarks.simulation.Scenario} is the place for further options.
 */
@NullMarked
package dev.modeldispatch.samples.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
