package dev.modeldispatch.core.answer;

import dev.modeldispatch.AnswerFormat;

/** The format of one record. Immutable. */
final class RecordFormat<T> implements AnswerFormat<T> {
  private final Class<T> type;
  private final RecordForm form;

  RecordFormat(Class<T> type, RecordForm form) {
    this.type = type;
    this.form = form;
  }

  @Override
  public String jsonSchema() {
    return form.schema();
  }

  @Override
  public T read(String json) {
    return type.cast(form.read(json));
  }

  @Override
  public String toString() {
    return "AnswerFormat[" + type.getSimpleName() + "]";
  }
}
