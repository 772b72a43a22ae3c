/**
 * LangChain4j both ways: its agents call our tools, and its chat models are targets of ours.
 *
 * <pre>{@code
 * AiServices.builder(Reviewer.class).chatModel(model).tools(LangChain4jTools.of(models.tools()));
 * ModelDispatch.builder().connector(new LangChain4jConnector("mine", chatModel));
 * }</pre>
 *
 * <p>{@code mvn -q -pl samples/langchain4j -am compile exec:java} shows both, offline. Build chat
 * models with {@code maxRetries(0)}: the dispatcher retries, within the deadline and the budget.
 */
@NullMarked
package dev.modeldispatch.samples.langchain4j;

import org.jspecify.annotations.NullMarked;
