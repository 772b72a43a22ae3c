package dev.modeldispatch.core.http;

import dev.modeldispatch.Misuse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a server is: checked, so that a key goes to one origin, over TLS or not off this machine.
 *
 * @param uri without a trailing slash
 */
public record BaseUrl(URI uri) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

  /** Returns the base URL, or throws with all that is wrong with it. */
  public static BaseUrl of(URI uri) {
    return checked(uri, Misuse.check("base URL"), isLoopback(uri));
  }

  /** Returns the base URL, which may be plain http to another machine; the caller has said so. */
  public static BaseUrl allowingPlainHttp(URI uri) {
    return checked(uri, Misuse.check("base URL"), true);
  }

  /** Returns the address of this path below the base; the path begins with a slash. */
  public URI resolve(String path) {
    return URI.create(uri + path);
  }

  private static BaseUrl checked(URI uri, Misuse problems, boolean plainHttpIsFine) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String shown = scheme + "://" + (uri.getHost() == null ? "" : uri.getHost());
    problems
        .unless(
            Set.of("http", "https").contains(scheme) && uri.getHost() != null,
            () -> "it needs http or https and a host, for example https://api.openai.com/v1")
        .unless(
            !scheme.equals("http") || plainHttpIsFine,
            () ->
                Misuse.quote(shown)
                    + " is plain http beyond this machine; use https, or allow plain http by name")
        .unless(
            uri.getRawUserInfo() == null,
            () -> Misuse.quote(shown) + " carries a user or password; pass a key instead")
        .unless(
            uri.getRawQuery() == null && uri.getRawFragment() == null,
            () -> Misuse.quote(shown) + " carries a query or fragment; leave it out")
        .orThrow();
    String text = uri.toString();
    return new BaseUrl(
        URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
  }

  private static boolean isLoopback(URI uri) {
    String host = uri.getHost();
    return host != null
        && (LOOPBACK.contains(host.toLowerCase(Locale.ROOT))
            || host.matches("127(\\.\\d{1,3}){3}"));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
