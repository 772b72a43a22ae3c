package dev.modeldispatch.samples.langchain4j;

import dev.modeldispatch.testkit.server.Oddity;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Skips what of the contract LangChain4j keeps a connector from, and says why. */
final class NotForLangChain4j implements InvocationInterceptor {
  private static final String UNBOUNDED = "it reads a reply to its end, whatever its size";

  private static final Map<String, String> REASONS =
      Map.of(
          "endlessBody",
          UNBOUNDED,
          "bigBody(" + (50 << 20) + ")",
          UNBOUNDED,
          Oddity.NO_CHOICE.name(),
          "it takes a reply without a choice for a server's error");

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext extension)
      throws Throwable {
    Optional<String> reason =
        invoked.getArguments().stream()
            .map(String::valueOf)
            .filter(REASONS::containsKey)
            .map(REASONS::get)
            .findFirst();
    if (reason.isPresent()) {
      invocation.skip();
      throw new TestAbortedException(reason.get());
    }
    invocation.proceed();
  }
}
