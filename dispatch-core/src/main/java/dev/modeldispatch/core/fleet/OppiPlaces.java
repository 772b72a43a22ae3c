package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds a workspace among those that an oppi server has. */
final class OppiPlaces {
  private static final int MAX_NAMED = 20;

  private final List<Place> all = new ArrayList<>();

  OppiPlaces(JsonNode workspaces) {
    for (JsonNode workspace : workspaces) {
      String id = workspace.path("id").asText("");
      if (!id.isEmpty()) {
        all.add(new Place(id, workspace.path("name").asText(id), folder(workspace)));
      }
    }
  }

  /** Returns the workspace of this id or, if there is none, of this name in any case. */
  Place named(String named) {
    return one(named, place -> place.id().equals(named))
        .or(() -> one(named, place -> place.name().equalsIgnoreCase(named)))
        .orElseThrow(
            () ->
                refused(
                    Misuse.quote(named) + " is no workspace of the server",
                    all.isEmpty() ? "It has none; make one there." : "It has " + names(all) + "."));
  }

  private Optional<Place> one(String named, Predicate<Place> fits) {
    List<Place> found = all.stream().filter(fits).toList();
    if (found.size() > 1) {
      String ids = found.stream().map(p -> Misuse.quote(p.id())).collect(Collectors.joining(", "));
      throw refused(
          Misuse.quote(named) + " is the name of " + found.size() + " workspaces",
          "Name one by its id: " + ids + ".");
    }
    return found.stream().findFirst();
  }

  private static String names(List<Place> places) {
    String shown =
        places.stream()
            .limit(MAX_NAMED)
            .map(place -> Misuse.quote(place.name()))
            .collect(Collectors.joining(", "));
    int more = places.size() - MAX_NAMED;
    return more > 0 ? shown + ", and " + more + " more" : shown;
  }

  private static SessionException refused(String what, String hint) {
    return new SessionException(
        Failure.builder(FailureKind.INVALID_REQUEST, what)
            .hint(hint)
            .evidence("the server's workspaces")
            .build());
  }

  /** The server can run in a container, or elsewhere: then its folder is none of this machine. */
  private static Optional<Path> folder(JsonNode workspace) {
    try {
      String mount = workspace.path("hostMount").asText("");
      return Optional.of(mount)
          .filter(m -> !m.isBlank())
          .map(Path::of)
          .filter(path -> path.isAbsolute() && Files.isDirectory(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
