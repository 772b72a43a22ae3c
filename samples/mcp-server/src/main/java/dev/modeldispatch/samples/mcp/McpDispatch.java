package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.tool.ModelTools;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** The command line: reads what is configured, and serves it until the input ends. */
public final class McpDispatch {
  static final int FINE = 0;
  static final int BROKEN = 1;
  static final int BAD_INPUT = 2;

  private static final String NAME = "model-dispatch";
  private static final String VERSION = "0.1.0";
  private static final String INSTRUCTIONS =
      "Asks other AI models: dispatch one, batch-dispatch several at once and compare. A call"
          + " that names no timeout ends within %s s. Clients give up after 60 s: use batch-start"
          + " and batch-status for answers that take longer. list-models tells who can be asked.";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Path folder;
  private final Map<String, String> environment;

  McpDispatch(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path folder,
      Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.folder = folder;
    this.environment = environment;
  }

  /** Runs with these arguments; {@code --help} tells them. */
  public static void main(String[] args) {
    PrintStream protocol = System.out;
    System.setOut(System.err); // whatever prints from now on does not break the protocol
    var program = new McpDispatch(System.in, protocol, System.err, Path.of(""), System.getenv());
    int exit = program.run(args);
    if (exit != FINE) {
      System.exit(exit);
    }
  }

  int run(String... args) {
    var arguments = Arguments.read(args);
    if (arguments.help()) {
      out.print(Usage.TEXT);
      return FINE;
    }
    if (!arguments.problems().isEmpty()) {
      arguments.problems().forEach(problem -> err.println("mcp-server: " + problem));
      err.println("Use --help for what there is.");
      return BAD_INPUT;
    }
    try {
      var configuration = ConfigurationFile.find(folder, arguments.config(), environment);
      try (ModelDispatch models = configuration.connect();
          ModelTools tools = models.tools(configuration.toolOptions())) {
        return arguments.check() ? show(configuration, tools) : serve(configuration, tools);
      }
    } catch (BadConfiguration e) {
      e.problems().forEach(err::println);
      return BAD_INPUT;
    } catch (IOException e) {
      err.println("mcp-server: the client cannot be read: " + e.getClass().getSimpleName());
      return BROKEN;
    }
  }

  private int show(Configuration configuration, ModelTools tools) {
    out.print(new Overview(configuration, environment).text(tools));
    return FINE;
  }

  private int serve(Configuration configuration, ModelTools tools) throws IOException {
    var json = McpJsonDefaults.getMapper();
    var transport = new StdioTransport(json, new Lines(in), out);
    var server =
        McpServer.async(transport)
            .jsonMapper(json)
            .serverInfo(NAME, VERSION)
            .instructions(INSTRUCTIONS.formatted(configuration.timeout().toSeconds()))
            .capabilities(ServerCapabilities.builder().tools(false).build())
            // The tools check their arguments themselves, and say all that is wrong at once.
            .validateToolInputs(false)
            .tools(tools.all().stream().map(tool -> new OfferedTool(tool, json).offer()).toList())
            .build();
    try {
      transport.serve();
    } finally {
      server.close();
    }
    return FINE;
  }
}
