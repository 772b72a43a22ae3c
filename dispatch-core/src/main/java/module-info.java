/** The dispatchers of model-dispatch: engine, batch, connectors, routing, reports. */
module dev.modeldispatch.core {
  requires transitive dev.modeldispatch.api;
  requires com.fasterxml.jackson.databind;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires java.net.http;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.modeldispatch.core;
  exports dev.modeldispatch.core.answer;
  exports dev.modeldispatch.core.file;
  exports dev.modeldispatch.core.fleet;
  exports dev.modeldispatch.core.opencode;
  exports dev.modeldispatch.core.plan;
  exports dev.modeldispatch.core.panel;
  exports dev.modeldispatch.core.report;
  exports dev.modeldispatch.core.routing;
  exports dev.modeldispatch.core.usage;
  exports dev.modeldispatch.core.workspace;
  exports dev.modeldispatch.core.tool;
}
