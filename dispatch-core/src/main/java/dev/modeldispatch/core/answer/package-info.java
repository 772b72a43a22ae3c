/**
 * Answers as values: the JSON schema of a record, and how an answer becomes one.
 *
 * <pre>{@code
 * record Verdict(boolean approve, List<String> reasons, Optional<String> note) {}
 * AnswerFormat<Verdict> verdict = Answers.of(Verdict.class);
 * Verdict one = models.ask("openai/gpt-x", verdict, "Judge this");    // or it throws and says why
 * }</pre>
 *
 * <p>The schema is checked first, by the code that the engine checks answers with; what is left to
 * the reading is what a schema that every provider takes cannot say: ranges, dates, and what a
 * record's own constructor refuses.
 */
@NullMarked
package dev.modeldispatch.core.answer;

import org.jspecify.annotations.NullMarked;
