package dev.modeldispatch.testkit.junit;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** The annotated fields of a test instance, or the static ones of a test class. */
final class ServerFields {
  private final @Nullable Object instance;
  private final List<Field> fields;

  ServerFields(Object instance) {
    this(instance, find(instance.getClass(), false));
  }

  private ServerFields(@Nullable Object instance, List<Field> fields) {
    this.instance = instance;
    this.fields = fields;
  }

  static ServerFields ofClass(Class<?> type) {
    return new ServerFields(null, find(type, true));
  }

  private static List<Field> find(Class<?> type, boolean isStatic) {
    return AnnotationSupport.findAnnotatedFields(
        type,
        ModelServer.class,
        field -> Modifier.isStatic(field.getModifiers()) == isStatic,
        HierarchyTraversalMode.TOP_DOWN);
  }

  void fill(Function<Wish, Object> servers) {
    fields.forEach(field -> set(field, servers));
  }

  private void set(Field field, Function<Wish, Object> servers) {
    var wish = Wish.of(field);
    try {
      open(field).set(instance, servers.apply(wish));
    } catch (IllegalAccessException e) {
      throw new ExtensionConfigurationException(closed(field), e);
    }
  }

  private static Field open(Field field) {
    try {
      field.setAccessible(true);
      return field;
    } catch (InaccessibleObjectException e) {
      throw new ExtensionConfigurationException(closed(field), e);
    }
  }

  private static String closed(Field field) {
    String where = field.getDeclaringClass().getPackageName();
    return "Field '"
        + field.getName()
        + "' cannot be set; open the package: opens "
        + where
        + " to dev.modeldispatch.testkit, or ask by a parameter.";
  }
}
