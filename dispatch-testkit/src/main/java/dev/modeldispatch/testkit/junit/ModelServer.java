package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hands a test a fake model server, and checks it when the test ends: on a parameter of a test, of
 * a lifecycle method or of a constructor, or on a field that is not final. The type says what is
 * wanted: {@link FakeModelServer}, {@link FakeOpencodeServer}, {@link FakeOppiServer} or {@link
 * AttemptLedger}.
 *
 * <p>A server lives as long as who asked for it first: a static field, a parameter of
 * {@code @BeforeAll} and, in the lifecycle {@code PER_CLASS}, an instance field and a constructor's
 * parameter for the class; all others for the test. Whoever asks within that time for the same
 * server gets the same one: servers are told apart by their type and name. The name of a field's
 * server is the field's; parameters without a name are counted in each method, so that a test's
 * first one is the one that {@code @BeforeEach} scripted.
 *
 * <p>Servers that several tests share are checked for {@link Check#UNMATCHED_REQUESTS} and {@link
 * Check#RUNNING_CALLS} after each test during which no other one runs, and for everything when the
 * class ends.
 */
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(AnnotatedServers.class)
public @interface ModelServer {
  /** {@return the server's name, if a test has several of them} */
  String value() default "";

  /** {@return the checks to make besides the usual ones} */
  Check[] with() default {};

  /** {@return the checks not to make} */
  Check[] without() default {};

  /** {@return which opencode server it is; of no meaning for others} */
  OpencodeVersion opencode() default OpencodeVersion.LATEST;
}
