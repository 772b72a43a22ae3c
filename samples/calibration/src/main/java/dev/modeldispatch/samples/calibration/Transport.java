package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.BatchManifest;
import java.io.IOException;
import java.util.List;

/** A way to have questions answered. */
interface Transport {
  /** Asks them all, and returns their results in the same order. */
  List<ModelResult> ask(BatchManifest.Phase phase, List<Ask> asks) throws IOException;
}
