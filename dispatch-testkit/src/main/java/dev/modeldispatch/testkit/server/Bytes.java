package dev.modeldispatch.testkit.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that do not change. */
final class Bytes {
  static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static Bytes of(ByteArrayOutputStream written) {
    return new Bytes(written.toByteArray());
  }

  Bytes plus(Bytes next) {
    byte[] both = Arrays.copyOf(array, array.length + next.array.length);
    System.arraycopy(next.array, 0, both, array.length, next.array.length);
    return new Bytes(both);
  }

  Bytes first(int count) {
    return new Bytes(Arrays.copyOf(array, Math.min(count, array.length)));
  }

  Bytes at(int index) {
    return new Bytes(new byte[] {array[index]});
  }

  int length() {
    return array.length;
  }

  String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(array).asReadOnlyBuffer();
  }

  byte[] copy() {
    return array.clone();
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
