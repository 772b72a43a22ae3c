/**
 * A starter for Spring Boot: the front door and its dispatchers as beans, made of properties.
 *
 * <pre>{@code
 * dispatch.timeout=30s
 * dispatch.providers.openai.api-key=${OPENAI_API_KEY}
 * dispatch.providers.local.base-url=http://127.0.0.1:8000/v1
 * dispatch.routing.code-review=openai/gpt-x, local/qwen
 * }</pre>
 *
 * Take the package over as it is: it needs spring-boot-autoconfigure and dispatch-core.
 */
package dev.modeldispatch.samples.spring;
