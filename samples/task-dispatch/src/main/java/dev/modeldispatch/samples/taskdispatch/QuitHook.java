package dev.modeldispatch.samples.taskdispatch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end when its process is told to, as Ctrl-C does: the hook's thread interrupts the one
 * that opened this, which stops its sessions, tells what became of the tasks, and closes this.
 */
final class QuitHook {
  private static final int MOST_SECONDS = 60;

  private final Thread runner = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::quit, "task-dispatch-quit");

  private QuitHook() {}

  static QuitHook open() {
    var quit = new QuitHook();
    Runtime.getRuntime().addShutdownHook(quit.hook);
    return quit;
  }

  private void quit() {
    runner.interrupt();
    try {
      boolean inTime = ended.await(MOST_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("task-dispatch: the run did not end; sessions may still work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      Thread.currentThread().interrupt(); // the process ends; nothing is to be begun any more
    }
  }
}
