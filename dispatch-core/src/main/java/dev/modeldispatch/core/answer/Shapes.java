package dev.modeldispatch.core.answer;

import dev.modeldispatch.Misuse;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the shapes of types, and all that is wrong with them; what is wrong gets some shape, and a
 * problem. One use, not thread-safe.
 */
final class Shapes {
  private static final int MAX_LEVELS = 40;
  private static final int MAX_COMPONENTS = 1_000;
  private static final String CHOICES =
      "use String, boolean, a number, an enum, Instant, LocalDate, Duration, URI, UUID, a record, a"
          + " sealed interface of records, or List, Set, Optional or Map<String, X> of these";

  private final Misuse problems;
  private final Deque<Class<?>> around = new ArrayDeque<>();
  private int components;
  private boolean saidChoices;

  Shapes(Misuse problems) {
    this.problems = problems;
  }

  Shape ofRoot(Class<?> type) {
    return type.isRecord()
        ? ofRecord(type.getSimpleName(), type)
        : refuse(type.getSimpleName(), "is no record; write one with what the answer holds");
  }

  private Shape of(String at, Type type) {
    if (type instanceof Class<?> plain) {
      return ofClass(at, plain);
    }
    if (!(type instanceof ParameterizedType generic)) {
      return refuse(at, Misuse.quote(type.getTypeName()) + " is no type of its own; name one");
    }
    Type[] of = generic.getActualTypeArguments();
    Type raw = generic.getRawType();
    if (raw == List.class) {
      return ManyShape.list(of(at + "[]", of[0]));
    }
    if (raw == Set.class) {
      return ManyShape.set(of(at + "[]", of[0]));
    }
    if (raw == Optional.class) {
      return OptionalShape.of(once(at, of[0]));
    }
    if (raw == Map.class) {
      return of[0] == String.class
          ? new MapShape(of(at + "[]", of[1]))
          : refuse(at, "is a map by " + named(of[0]) + "; use Map<String, X>");
    }
    return refuse(at, named(type) + " is generic; " + choices());
  }

  private Shape ofClass(String at, Class<?> type) {
    Optional<Shape> simple =
        Scalar.of(type).<Shape>map(scalar -> scalar).or(() -> OptionalShape.ofPrimitive(type));
    if (simple.isPresent()) {
      return simple.get();
    }
    if (type.isArray()) {
      return refuse(at, "is an array; use List<X>");
    }
    if (type.getTypeParameters().length > 0) {
      return refuse(at, type.getSimpleName() + " is raw or generic; say of what, as List<String>");
    }
    if (type.isEnum() && type.getEnumConstants().length > 0) {
      return described(type, new EnumShape(constants(type)));
    }
    if (type.isRecord()) {
      return ofRecord(at, type);
    }
    return type.isSealed() && type.isInterface()
        ? described(type, ofCases(at, type))
        : refuse(at, named(type) + " is not supported; " + choices());
  }

  /** An Optional of an Optional has two ways to be null. */
  private Shape once(String at, Type type) {
    Shape shape = of(at, type);
    return shape instanceof OptionalShape ? refuse(at, "is an Optional of an Optional") : shape;
  }

  private Shape ofCases(String at, Class<?> sealed) {
    List<Class<?>> types = permitted(sealed).distinct().toList();
    List<RecordShape> cases = types.stream().flatMap(type -> ofCase(at, type).stream()).toList();
    long names = types.stream().map(Class::getSimpleName).distinct().count();
    problems.unless(
        names == types.size(),
        () -> at + ": two records of " + sealed.getSimpleName() + " have one simple name");
    return new CasesShape(cases);
  }

  private static Stream<Class<?>> permitted(Class<?> type) {
    return type.isSealed() && type.isInterface()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Shapes::permitted)
        : Stream.of(type);
  }

  private Optional<RecordShape> ofCase(String at, Class<?> type) {
    String name = at + "(" + type.getSimpleName() + ")";
    if (!type.isRecord() || type.getTypeParameters().length > 0) {
      refuse(name, "is no plain record; a sealed interface must permit these alone");
      return Optional.empty();
    }
    for (RecordComponent component : type.getRecordComponents()) {
      problems.unless(
          !component.getName().equals(CasesShape.TAG),
          () -> name + ": the name 'type' tells the records apart; rename the component");
    }
    return ofRecord(name, type) instanceof RecordShape shape
        ? Optional.of(shape)
        : Optional.empty();
  }

  private Shape ofRecord(String at, Class<?> type) {
    if (type.getTypeParameters().length > 0) {
      return refuse(at, type.getSimpleName() + " is generic; write a record with the types in it");
    }
    if (around.contains(type)) {
      return refuse(at, "leads back to " + type.getSimpleName() + "; use a list of flat records");
    }
    components += type.getRecordComponents().length;
    if (around.size() >= MAX_LEVELS || components > MAX_COMPONENTS) {
      problems.unless(
          components > 2 * MAX_COMPONENTS, // said before
          () -> at + " is beyond " + MAX_LEVELS + " levels or " + MAX_COMPONENTS + " components");
      components = 2 * MAX_COMPONENTS + 1;
      return Scalar.TEXT;
    }
    around.push(type);
    List<RecordShape.Part> parts =
        Arrays.stream(type.getRecordComponents()).map(part -> ofPart(at, part)).toList();
    around.pop();
    return new RecordShape(constructor(at, type), parts, words(type));
  }

  private RecordShape.Part ofPart(String at, RecordComponent part) {
    Shape shape = of(at + "." + part.getName(), part.getGenericType());
    return new RecordShape.Part(part.getName(), described(part, shape));
  }

  private Constructor<?> constructor(String at, Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      String inPackage = type.getPackageName();
      problems.unless(
          canonical.trySetAccessible(),
          () ->
              at
                  + ": "
                  + type.getSimpleName()
                  + " cannot be constructed; add 'opens "
                  + inPackage
                  + " to dev.modeldispatch.core;' to its module, or make it public and export it");
      return canonical;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its constructor", e);
    }
  }

  private static List<Enum<?>> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).<Enum<?>>map(one -> (Enum<?>) one).toList();
  }

  private static Shape described(AnnotatedElement element, Shape shape) {
    String words = words(element);
    return words.isEmpty() ? shape : new Described(shape, words);
  }

  private static String words(AnnotatedElement element) {
    Describe describe = element.getAnnotation(Describe.class);
    return describe == null ? "" : describe.value();
  }

  private Shape refuse(String at, String problem) {
    problems.add(at + " " + problem);
    return Scalar.TEXT;
  }

  private String choices() {
    String choices = saidChoices ? "use one that is" : CHOICES;
    saidChoices = true;
    return choices;
  }

  private static String named(Type type) {
    return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
  }
}
