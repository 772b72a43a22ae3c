package dev.modeldispatch.core.answer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells models what a component of a record, or a type, is for. It goes into the schema's {@code
 * description}, so it is sent; a component's comes before that of its type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Describe {
  /** What it is for, in a sentence. */
  String value();
}
