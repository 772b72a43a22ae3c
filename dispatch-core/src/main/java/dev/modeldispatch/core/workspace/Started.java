package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.PlanText.Launch;
import dev.modeldispatch.core.plan.Scopes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an execution has done.
 *
 * @param batch the id of the batch that the tasks are in; empty if there is none
 * @param launches the work trees that were made now, in the order of the plan
 * @param resumed the work trees of running tasks that had to be made again, or to the end
 * @param queued the ids of ready tasks that wait for a worker
 * @param refused why other tasks could not be started, by id
 * @param overlaps pairs of running tasks that write the same files, each in a tree of its own
 */
public record Started(
    String batch,
    List<Launch> launches,
    List<Launch> resumed,
    List<String> queued,
    Map<String, String> refused,
    List<Scopes.Overlap> overlaps) {
  /** Copies the lists. */
  public Started {
    launches = List.copyOf(launches);
    resumed = List.copyOf(resumed);
    queued = List.copyOf(queued);
    refused = new TreeMap<>(refused);
    overlaps = List.copyOf(overlaps);
  }
}
