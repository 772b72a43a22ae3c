/** An agent that has a change reviewed by several models. */
module com.example.review {
  requires transitive dev.modeldispatch.core;

  exports com.example.review;
}
