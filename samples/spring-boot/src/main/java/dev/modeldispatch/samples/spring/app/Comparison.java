package dev.modeldispatch.samples.spring.app;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.report.ComparisonReport;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Sets the answers of several models side by side. */
@Service
public class Comparison {
  private final BatchDispatcher batches;
  private final List<ModelTarget> models;

  Comparison(BatchDispatcher batches, @Value("${comparison.models}") String[] models) {
    this.batches = batches;
    this.models = ModelTarget.list(models);
  }

  /** Returns what each model answers, or why it does not. */
  public String of(String prompt) {
    return ComparisonReport.text(batches.dispatch(models, prompt));
  }
}
