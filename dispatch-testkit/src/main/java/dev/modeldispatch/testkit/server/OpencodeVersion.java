package dev.modeldispatch.testkit.server;

/** The versions of the opencode server that the fake can be; they differ in what goes wrong. */
public enum OpencodeVersion {
  /** The oldest one that was measured. A prompt that fails is answered with an empty 200. */
  OLD("1.2.15"),
  /** The latest one that was measured. */
  LATEST("1.18.33");

  private final String number;

  OpencodeVersion(String number) {
    this.number = number;
  }

  /** {@return what the server calls itself} */
  public String number() {
    return number;
  }
}
