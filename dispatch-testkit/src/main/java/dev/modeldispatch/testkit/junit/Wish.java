package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a parameter or a field asks for.
 *
 * @param type the type that it takes
 * @param name the server's name
 * @param wanted its annotation
 */
record Wish(Class<?> type, String name, ModelServer wanted) {
  private static final List<Class<?>> TYPES =
      List.of(
          FakeModelServer.class,
          FakeOpencodeServer.class,
          FakeOppiServer.class,
          AttemptLedger.class);

  static Wish of(ParameterContext asked) {
    var parameter = asked.getParameter();
    var wanted = asked.findAnnotation(ModelServer.class).orElseThrow();
    if (!TYPES.contains(parameter.getType())) {
      throw new ParameterResolutionException(noServer(parameter.getType()));
    }
    String name = wanted.value().isEmpty() ? "#" + place(asked) : wanted.value();
    return new Wish(parameter.getType(), name, wanted);
  }

  static Wish of(Field field) {
    var wanted = AnnotationSupport.findAnnotation(field, ModelServer.class).orElseThrow();
    if (!TYPES.contains(field.getType())) {
      throw new ExtensionConfigurationException(noServer(field.getType()));
    }
    if (Modifier.isFinal(field.getModifiers())) {
      throw new ExtensionConfigurationException(
          "Field '" + field.getName() + "' is final; @ModelServer cannot set it. Remove 'final'.");
    }
    String name = wanted.value().isEmpty() ? field.getName() : wanted.value();
    return new Wish(field.getType(), name, wanted);
  }

  boolean isLedger() {
    return type == AttemptLedger.class;
  }

  Scope.Key key() {
    return new Scope.Key(type, name);
  }

  private static String noServer(Class<?> type) {
    return "'"
        + type.getName()
        + "' is no model server; @ModelServer takes a FakeModelServer, a FakeOpencodeServer, a"
        + " FakeOppiServer or an AttemptLedger.";
  }

  /** How many nameless parameters of this type come before it. */
  private static long place(ParameterContext asked) {
    var type = asked.getParameter().getType();
    return List.of(asked.getDeclaringExecutable().getParameters())
        .subList(0, asked.getIndex())
        .stream()
        .filter(earlier -> earlier.getType() == type && isNameless(earlier))
        .count();
  }

  private static boolean isNameless(Parameter parameter) {
    return AnnotationSupport.findAnnotation(parameter, ModelServer.class)
        .filter(wanted -> wanted.value().isEmpty())
        .isPresent();
  }
}
