package dev.modeldispatch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server can be asked for, and for how long it lives. */
class ModelServerTest {
  /** The servers that the inner classes got, in order. */
  private static final List<FakeModelServer> GIVEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    GIVEN.clear();
  }

  private static void given(FakeModelServer server) {
    if (!GIVEN.contains(server)) {
      server.model("quick").answers("blue");
    }
    GIVEN.add(server);
    assertThat(Client.ask(server.baseUri(), "quick")).isEqualTo(200);
  }

  private static Set<FakeModelServer> different() {
    Set<FakeModelServer> different = ConcurrentHashMap.newKeySet();
    different.addAll(GIVEN);
    return different;
  }

  private static void assertAllClosed() {
    assertThat(GIVEN)
        .allSatisfy(
            server -> {
              try (var socket = Client.hold(server.baseUri(), "quick")) {
                throw new AssertionError("It still listens at " + socket.getPort());
              } catch (java.io.UncheckedIOException refused) {
                assertThat(refused).hasRootCauseInstanceOf(java.net.ConnectException.class);
              }
            });
  }

  @Test
  void aTestAndItsLifecycleMethodsShareAServerAndEachTestHasItsOwn() {
    var suite = Suite.of(ByParameter.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(GIVEN).hasSize(6);
    assertThat(different()).hasSize(2);
    assertAllClosed();
  }

  static class ByParameter {
    @BeforeEach
    void before(@ModelServer FakeModelServer server) {
      given(server);
    }

    @Test
    void one(@ModelServer FakeModelServer server) {
      given(server);
    }

    @Test
    void two(@ModelServer FakeModelServer server) {
      given(server);
    }

    @AfterEach
    void after(@ModelServer FakeModelServer server) {
      given(server);
    }
  }

  @Test
  void aConstructorsServerIsThatOfTheTest() {
    var suite = Suite.of(ByConstructor.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(different()).hasSize(2);
    assertAllClosed();
  }

  static class ByConstructor {
    private final FakeModelServer server;

    ByConstructor(@ModelServer FakeModelServer server) {
      this.server = server;
      given(server);
    }

    @Test
    void one(@ModelServer FakeModelServer same) {
      assertThat(same).isSameAs(server);
    }

    @Test
    void two(@ModelServer FakeModelServer same) {
      assertThat(same).isSameAs(server);
    }
  }

  @Test
  void theServerOfAConstructorThatThrowsIsClosedAndGoesToNoOtherTest() {
    var suite = Suite.of(ThrowingConstructor.class);

    assertThat(suite.failures()).hasSize(2);
    assertThat(different()).hasSize(2);
    assertAllClosed();
  }

  static class ThrowingConstructor {
    ThrowingConstructor(@ModelServer FakeModelServer server) {
      given(server);
      throw new IllegalStateException("its own mistake");
    }

    @Test
    void one() {}

    @Test
    void two() {}
  }

  @Test
  void anInstanceFieldIsForATestAndAStaticOneForTheClass() {
    var suite = Suite.of(ByField.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(3);
    assertThat(different()).hasSize(4);
    assertAllClosed();
  }

  static class ByField {
    @ModelServer private static FakeModelServer shared;
    @ModelServer private FakeModelServer own;

    @BeforeAll
    static void isThereAlready() {
      given(shared);
    }

    @BeforeEach
    void isThereToo() {
      given(own);
    }

    @RepeatedTest(2)
    void repeated() {
      assertThat(GIVEN).contains(own, shared);
    }

    @Test
    void namedByItsField(@ModelServer("own") FakeModelServer same) {
      assertThat(same).isSameAs(own);
    }
  }

  @Test
  void perClassAnInstanceFieldIsForTheClass() {
    var suite = Suite.of(PerClass.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(different()).hasSize(2);
    assertAllClosed();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClass {
    private final FakeModelServer constructed;
    @ModelServer private FakeModelServer server;

    PerClass(@ModelServer FakeModelServer constructed) {
      this.constructed = constructed;
    }

    @BeforeAll
    void isThereAlready() {
      given(server);
      given(constructed);
    }

    @Test
    void one() {
      given(server);
    }

    @Test
    void two(@ModelServer FakeModelServer same) {
      given(same);
      assertThat(same).isSameAs(constructed);
    }
  }

  @Test
  void aServerOfBeforeAllIsThatOfTheTests() {
    var suite = Suite.of(ByBeforeAll.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(different()).hasSize(1);
    assertAllClosed();
  }

  static class ByBeforeAll {
    @BeforeAll
    static void before(@ModelServer FakeModelServer server) {
      given(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void same(String argument, @ModelServer FakeModelServer server) {
      given(server);
    }

    @AfterAll
    static void after(@ModelServer FakeModelServer server) {
      given(server);
    }
  }

  @Test
  void nestedTestsSeeTheServersAroundThem() {
    var suite = Suite.of(Outer.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(different()).hasSize(4);
    assertAllClosed();
  }

  static class Outer {
    @ModelServer private static FakeModelServer shared;
    @ModelServer private FakeModelServer outer;

    @Test
    void itself() {
      given(shared);
      given(outer);
    }

    @Nested
    class Inner {
      @ModelServer private FakeModelServer inner;

      @Test
      void allThree() {
        given(shared);
        given(outer);
        given(inner);
      }
    }
  }

  @Test
  void severalServersAreToldApartByPlaceAndName() {
    var suite = Suite.of(Several.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(different()).hasSize(3);
  }

  static class Several {
    @Test
    void several(
        @ModelServer FakeModelServer first,
        @ModelServer FakeModelServer second,
        @ModelServer("eu") FakeModelServer third,
        @ModelServer("eu") FakeModelServer sameAsThird,
        @ModelServer FakeOpencodeServer latest,
        @ModelServer(opencode = OpencodeVersion.OLD) FakeOpencodeServer old) {
      given(first);
      given(second);
      given(third);
      given(sameAsThird);
      assertThat(latest.version()).isEqualTo(OpencodeVersion.LATEST);
      assertThat(old.version()).isEqualTo(OpencodeVersion.OLD);
    }
  }

  @Test
  void anAnnotationOfYourOwnCanStandForIt() {
    var suite = Suite.of(Meta.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(1);
    assertThat(different()).hasSize(2);
  }

  @ModelServer(without = Check.UNMATCHED_REQUESTS)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Lenient {}

  static class Meta {
    @Lenient private @Nullable FakeModelServer field;

    @Test
    void isLenient(@Lenient FakeModelServer server) {
      given(server);
      given(Objects.requireNonNull(field));
      Client.post(server.baseUri() + "/nobody/knows/this", "{}");
    }
  }

  @Test
  void testsAtTheSameTimeEachHaveTheirOwnAndShareTheClasss() {
    var suite = Suite.atTheSameTime(Parallel.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(3);
    assertThat(different()).hasSize(4);
    assertAllClosed();
  }

  static class Parallel {
    private static final CyclicBarrier ALL_THREE = new CyclicBarrier(3);
    @ModelServer private static FakeModelServer shared;
    private final FakeModelServer own;

    Parallel(@ModelServer FakeModelServer own) {
      this.own = own;
    }

    @Test
    void one(@ModelServer FakeModelServer same) throws Exception {
      atOnce("one", same);
    }

    @Test
    void two(@ModelServer FakeModelServer same) throws Exception {
      atOnce("two", same);
    }

    @Test
    void three(@ModelServer FakeModelServer same) throws Exception {
      atOnce("three", same);
    }

    private void atOnce(String model, FakeModelServer same) throws Exception {
      ALL_THREE.await(20, TimeUnit.SECONDS);
      assertThat(same).isSameAs(own);
      given(own);
      shared.model(model).answers("blue");
      assertThat(Client.ask(shared.baseUri(), model)).isEqualTo(200);
      GIVEN.add(shared);
    }
  }

  @Test
  void whatIsNoServerIsRefusedByName() {
    assertThat(Suite.of(NoServer.class).message())
        .contains("'java.lang.String' is no model server", "FakeModelServer", "AttemptLedger");
    assertThat(Suite.of(FinalField.class).message()).contains("Field 'server' is final");
  }

  static class NoServer {
    @Test
    void asks(@ModelServer String server) {}
  }

  static class FinalField {
    @ModelServer final FakeModelServer server = FakeModelServer.start();

    @AfterEach
    void close() {
      server.close();
    }

    @Test
    void asks() {}
  }
}
