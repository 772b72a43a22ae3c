package dev.modeldispatch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelServerExtensionTest {
  private static final List<FakeModelServer> GIVEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    GIVEN.clear();
  }

  private static int different() {
    Set<FakeModelServer> different = ConcurrentHashMap.newKeySet();
    different.addAll(GIVEN);
    return different.size();
  }

  @Test
  void inAnInstanceFieldItsServersAreForATest() {
    var suite = Suite.of(InInstance.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(3);
    assertThat(different()).isEqualTo(4);
  }

  static class InInstance {
    @RegisterExtension final ModelServerExtension fakes = ModelServerExtension.create();

    @BeforeEach
    void script() {
      GIVEN.add(fakes.server());
    }

    @Test
    void one() {
      GIVEN.add(fakes.server());
    }

    @Test
    void two() {
      GIVEN.add(fakes.server());
      GIVEN.add(fakes.server("second"));
    }

    @Nested
    class Inner {
      @Test
      void three() {
        GIVEN.add(fakes.server());
      }
    }

    @AfterEach
    void after() {
      GIVEN.add(fakes.server());
    }
  }

  @Test
  void inAStaticFieldItsServersAreForTheClassAndItsNestedOnes() {
    var suite = Suite.of(InStatic.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(3);
    assertThat(different()).isEqualTo(1);
    assertThatThrownBy(InStatic.FAKES::server)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No test runs");
  }

  static class InStatic {
    @RegisterExtension static final ModelServerExtension FAKES = ModelServerExtension.create();

    @BeforeAll
    static void before() {
      GIVEN.add(FAKES.server());
    }

    @Test
    void one() {
      GIVEN.add(FAKES.server());
    }

    @Nested
    class Inner {
      @Test
      void two() {
        GIVEN.add(FAKES.server());
      }
    }

    @Test
    void three() {
      GIVEN.add(FAKES.server());
    }
  }

  @Test
  void perClassItsServersAreForTheClass() {
    var suite = Suite.of(PerClass.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
    assertThat(different()).isEqualTo(1);
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClass {
    @RegisterExtension final ModelServerExtension fakes = ModelServerExtension.create();

    @Test
    void one() {
      GIVEN.add(fakes.server());
    }

    @Test
    void two(@ModelServer FakeModelServer another) {
      GIVEN.add(fakes.server());
      assertThat(another).isNotSameAs(fakes.server());
    }
  }

  @Test
  void whatASharedOneFindsFailsTheTestThatMadeItAndTheRestTheClass() {
    var suite = Suite.of(Troubled.class);

    assertThat(suite.passed()).isEqualTo(1);
    assertThat(suite.failures()).hasSize(2);
    assertThat(suite.failures().get(0)).hasMessageContaining("unmatched requests");
    assertThat(suite.failures().get(1)).hasMessageContaining("sessions left behind");
  }

  static class Troubled {
    @RegisterExtension
    static final ModelServerExtension FAKES =
        ModelServerExtension.builder().patience(java.time.Duration.ofMillis(200)).build();

    @Test
    void unmatched() {
      Client.post(FAKES.server().baseUri() + "/nobody/knows/this", "{}");
    }

    @Test
    void leavesASession() {
      Client.post(FAKES.opencode().baseUri() + "/session", "{}");
    }
  }
}
