/**
 * The tools for agents as an MCP server over stdin and stdout: one jar that opencode, Claude Code,
 * Cursor and the like start by themselves.
 *
 * <pre>{@code
 * mvn -q -pl samples/mcp-server -am -DskipTests package
 * java -jar samples/mcp-server/target/mcp-server.jar --check
 * }</pre>
 *
 * <p>In opencode.json, where the tools are then called {@code dispatch_batch-dispatch} and so on:
 *
 * <pre>{@code
 * {"mcp": {"dispatch": {"type": "local", "command": ["java", "-jar", "mcp-server.jar"]}}}
 * }</pre>
 *
 * <p>What it connects is in {@code model-dispatch.json} of the folder that it is started in, or in
 * the file that {@code --config} names; without one it connects the providers whose keys are in the
 * environment, or else the opencode server at port 4096. No key is ever in that file. {@code
 * --help} tells its form.
 *
 * <p>Clients wait 60 s for a call unless told otherwise, so a call that names no timeout ends
 * within 50 s, and {@code batch-start} is for what takes longer. A client that sends a progress
 * token hears of each target that has ended; one that sends {@code notifications/cancelled} ends
 * the work at the sockets. The SDK's own stdio transport drops those notifications and hears
 * nothing more after a line that is no JSON, hence the one here.
 */
@NullMarked
package dev.modeldispatch.samples.mcp;

import org.jspecify.annotations.NullMarked;
