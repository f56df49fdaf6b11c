package dev.dragoman.local.fault;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Faults by a list of rules, which may change while calls are under way: the first rule that fits a call
 * and is not used up decides; without one nothing goes wrong. Safe for use by many threads.
 */
public final class ScriptedFaults implements Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    /** The next calls that fit get this fault. */
    public void next(int times, Predicate<Call> which, Fault fault) {
        rules.add(new Rule(which, fault, new AtomicInteger(times)));
    }

    /** Every call that fits gets this fault, until {@link #clear}. */
    public void always(Predicate<Call> which, Fault fault) {
        next(Integer.MAX_VALUE, which, fault);
    }

    /** Forgets all rules. */
    public void clear() {
        rules.clear();
    }

    @Override
    public Fault on(Call call) {
        for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
            Rule rule = each.next();
            if (rule.which.test(call) && rule.left.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return rule.fault;
            }
        }
        return Fault.NONE;
    }

    private record Rule(Predicate<Call> which, Fault fault, AtomicInteger left) {}
}
