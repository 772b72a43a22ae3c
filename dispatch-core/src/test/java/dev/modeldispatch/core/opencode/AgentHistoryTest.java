package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts are those of real servers, cut to what is read. */
class AgentHistoryTest {
  @Test
  void toolsNameTheFilesThatTheyWrote() throws Exception {
    var written =
        writes(
            """
            {"type": "tool", "tool": "write", "state": {"status": "completed",
             "input": {"filePath": "a.txt"}, "metadata": {"filepath": "/project/a.txt"}}},
            {"type": "tool", "tool": "edit", "state": {"status": "completed",
             "input": {"filePath": "/project/src/b.txt"},
             "metadata": {"filediff": {"file": "/project/src/b.txt"}}}},
            {"type": "tool", "tool": "apply_patch", "state": {"status": "completed",
             "input": {"patchText": "*** Begin Patch"}, "metadata": {"files": [
               {"filePath": "/project/c.txt", "type": "add"},
               {"filePath": "/project/d.txt", "movePath": "/project/e.txt", "type": "move"}]}}},
            {"type": "tool", "tool": "edit", "state": {"status": "completed",
             "input": {"filePath": "/elsewhere/f.txt"}, "metadata": {}}}
            """);

    assertThat(written)
        .containsExactly("a.txt", "src/b.txt", "c.txt", "d.txt", "e.txt", "/elsewhere/f.txt");
  }

  @Test
  void whatFailedOrOnlyReadWroteNothing() throws Exception {
    var written =
        writes(
            """
            {"type": "tool", "tool": "write", "state": {"status": "error",
             "input": {"filePath": "/etc/passwd"}, "error": "a rule prevents it"}},
            {"type": "tool", "tool": "write", "state": {"status": "running",
             "input": {"filePath": "soon.txt"}}},
            {"type": "tool", "tool": "read", "state": {"status": "completed",
             "input": {"filePath": "read.txt"}}},
            {"type": "text", "text": "write"}
            """);

    assertThat(written).isEmpty();
  }

  private static Set<String> writes(String parts) throws JsonTrouble {
    return AgentHistory.writes(Json.parse("[{\"parts\": [" + parts + "]}]"), "/project");
  }
}
