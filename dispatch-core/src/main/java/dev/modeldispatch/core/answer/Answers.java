package dev.modeldispatch.core.answer;

import dev.modeldispatch.AnswerFormat;

/**
 * Makes answer formats of records.
 *
 * <p>A record is a JSON object with exactly its components; {@link Describe} adds words for the
 * model. A component can be:
 *
 * <ul>
 *   <li>{@code String}, {@code boolean}, a number (primitive, boxed, {@code BigInteger}, {@code
 *       BigDecimal}), an enum by the names of its constants;
 *   <li>{@code Instant}, {@code LocalDate}, {@code Duration}, {@code URI}, {@code UUID}, as text;
 *   <li>a record, or a sealed interface of records, told apart by their simple names in a member
 *       {@code type};
 *   <li>{@code Optional} and its primitive kin: always a member, {@code null} for empty;
 *   <li>{@code List} and {@code Set} (which drops repeats), unmodifiable and in the answer's order;
 *   <li>{@code Map<String, X>}, as a list of objects with {@code key} and {@code value}.
 * </ul>
 *
 * <p>The schema keeps to what the strict modes of all providers take: every object is closed and
 * lists all its members as required. So what a range or a date is stands in descriptions, and is
 * checked when the answer is read; maps are lists; and what leads back to itself is refused. For a
 * list, or a choice, as the whole answer, write a record with that one component.
 *
 * <p>Reading is strict: no unknown or missing member, no wrong type, no null but for an empty
 * Optional, whole numbers within their range, enum constants as they are spelled. It finds the JSON
 * in an answer as the dispatcher does: alone, in one pair of fences, or as the one object in other
 * text.
 */
public final class Answers {
  private static final ClassValue<RecordForm> FORMS =
      new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
          return RecordForm.of(type);
        }
      };

  private Answers() {}

  /**
   * Returns the format of this record, made once per class, or throws with all that is wrong with
   * it.
   *
   * <p>The record need not be public. In a named module its package has to be open to {@code
   * dev.modeldispatch.core}, unless the record is public and its package exported.
   */
  public static <T extends Record> AnswerFormat<T> of(Class<T> type) {
    return new RecordFormat<>(type, FORMS.get(type));
  }
}
