package dev.modeldispatch.core.file;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.core.usage.UsageLedger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How batches go.
 *
 * @param files who asks
 * @param sizer says how large each batch is
 * @param ledger where what was used is written down
 * @param tokenBudget how many tokens may be used, if that is bounded
 * @param scenario what is run, if it has a name
 * @param briefing makes a batch's briefing
 * @param through what stands before each slot's dispatcher
 */
record BatchSettings(
    FileDispatcher files,
    BatchSizer sizer,
    UsageLedger ledger,
    OptionalLong tokenBudget,
    Optional<String> scenario,
    Function<Briefing.Context, Briefing> briefing,
    UnaryOperator<Dispatcher> through) {}
