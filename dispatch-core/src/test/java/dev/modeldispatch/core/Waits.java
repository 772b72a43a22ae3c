package dev.modeldispatch.core;

import java.lang.reflect.Method;

/** How often a thread was blocked or waited; by reflection, as the module does not require it. */
final class Waits {
  private Waits() {}

  @SuppressWarnings("deprecation") // threadId() is there from 19 on
  static long ofThisThread() throws ReflectiveOperationException {
    Class<?> beans = Class.forName("java.lang.management.ManagementFactory");
    Object bean = call(beans.getMethod("getThreadMXBean"), null);
    Method info =
        Class.forName("java.lang.management.ThreadMXBean").getMethod("getThreadInfo", long.class);
    Object ours = call(info, bean, Thread.currentThread().getId());
    return (long) call(ours.getClass().getMethod("getBlockedCount"), ours)
        + (long) call(ours.getClass().getMethod("getWaitedCount"), ours);
  }

  private static Object call(
      Method method, @org.jspecify.annotations.Nullable Object on, Object... arguments)
      throws ReflectiveOperationException {
    Object value = method.invoke(on, arguments);
    if (value == null) {
      throw new IllegalStateException(method + " gave nothing");
    }
    return value;
  }
}
