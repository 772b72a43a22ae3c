package dev.modeldispatch.samples.spring;

import java.util.List;

/** The properties cannot be used; says everything that is wrong with them, never a key. */
public final class DispatchRefusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  DispatchRefusal(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** {@return what is wrong, each beginning with the property's name} */
  public List<String> problems() {
    return problems;
  }
}
