package dev.modeldispatch.testkit.server;

import java.util.List;

/** How an answer that was decided on travels. */
@FunctionalInterface
interface Way {
  List<Act> acts(WireAnswer answer, WireForm form);
}
