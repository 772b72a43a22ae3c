/**
 * Gives agents the library as tools: text in, text out, with a description and a JSON schema, for
 * any agent framework or an MCP server.
 *
 * <pre>{@code
 * for (ModelTool tool : models.tools().all()) {
 *   agent.register(tool.name(), tool.description(), tool.schema(), tool::call);
 * }
 * }</pre>
 *
 * <p>What a tool says cannot be forged by an answer inside: the lines that begin with {@code ---},
 * {@code ===} or a tool's name in brackets are the tools' own.
 */
@NullMarked
package dev.modeldispatch.core.tool;

import org.jspecify.annotations.NullMarked;
