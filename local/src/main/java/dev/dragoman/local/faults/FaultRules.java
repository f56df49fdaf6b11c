package dev.dragoman.local.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * Faults for chosen operations on chosen targets. The first rule that fits a request and is not used up
 * decides; without one nothing goes wrong. Rules may change while requests are under way. Safe to use from
 * many threads.
 */
public final class FaultRules implements Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    /**
     * The next so many requests that fit get this fault.
     *
     * @param which takes the operation and its target, see {@link Faults#next(String, String)}
     */
    public void next(int requests, BiPredicate<String, String> which, Fault fault) {
        rules.add(new Rule(which, fault, new AtomicInteger(requests)));
    }

    /** Every request that fits gets this fault, until {@link #clear}. */
    public void always(BiPredicate<String, String> which, Fault fault) {
        next(Integer.MAX_VALUE, which, fault);
    }

    /** Forgets all rules. */
    public void clear() {
        rules.clear();
    }

    @Override
    public Fault next(String operation) {
        return next(operation, "");
    }

    @Override
    public Fault next(String operation, String target) {
        for (Rule rule : rules) {
            if (rule.which.test(operation, target) && rule.left.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return rule.fault;
            }
        }
        return Fault.NONE;
    }

    private record Rule(BiPredicate<String, String> which, Fault fault, AtomicInteger left) {}
}
