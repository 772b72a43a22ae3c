/** What callers and plug authors of model-dispatch see. Needs nothing but the JDK. */
module dev.modeldispatch.api {
  requires static org.jspecify;

  exports dev.modeldispatch;
  exports dev.modeldispatch.connector;
}
