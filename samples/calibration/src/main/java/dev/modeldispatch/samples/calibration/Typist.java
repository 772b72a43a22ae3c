package dev.modeldispatch.samples.calibration;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the person at the terminal: reads what is asked, and types what the stub says. */
final class Typist {
  private static final Pattern ASKED = Pattern.compile("--- case (\\S+), step (\\S+)");

  private final Stub stub;
  private final PrintStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte[] typed = {};
  private int next;

  Typist(Stub stub, PrintStream out) {
    this.stub = stub;
    this.out = out;
  }

  /** {@return the screen it reads; it shows on the real one} */
  PrintStream screen() {
    return new PrintStream(new Screen(), true, StandardCharsets.UTF_8);
  }

  /** {@return the keyboard it types on} */
  InputStream keyboard() {
    return new Keyboard();
  }

  private synchronized void shown(int b) {
    out.write(b);
    if (b != '\n') {
      line.write(b);
      return;
    }
    Matcher question = ASKED.matcher(line.toString(StandardCharsets.UTF_8));
    line.reset();
    if (question.matches()) {
      String answer = stub.answer(question.group(1), question.group(2)) + "\n.\n";
      typed = answer.getBytes(StandardCharsets.UTF_8);
      next = 0;
    }
  }

  private synchronized int type(byte[] into, int from, int most) {
    int count = Math.min(most, typed.length - next);
    System.arraycopy(typed, next, into, from, count);
    out.write(typed, next, count);
    next += count;
    return count == 0 ? -1 : count;
  }

  private final class Screen extends OutputStream {
    @Override
    public void write(int b) {
      shown(b & 0xff);
    }
  }

  private final class Keyboard extends InputStream {
    @Override
    public int read() {
      byte[] one = new byte[1];
      return type(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      return type(into, from, most);
    }
  }
}
