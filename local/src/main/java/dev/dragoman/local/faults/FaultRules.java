package dev.dragoman.local.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Faults for chosen operations on chosen targets. The first rule that fits a request and is not used up
 * decides; without one nothing goes wrong. Rules may change while requests are under way. Safe to use from
 * many threads.
 */
public final class FaultRules implements Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> muted = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> resets = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> closes = new CopyOnWriteArrayList<>();

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

    /** Streams that fit answer nothing, until {@link #clear} or {@link #unmute}. What they would have said is lost. */
    public void mute(Predicate<String> streams) {
        muted.add(streams);
    }

    /** Ends what {@link #mute} began with the same predicate. */
    public void unmute(Predicate<String> streams) {
        muted.remove(streams);
    }

    /** Cuts the streams that are open now and fit. */
    public void reset(Predicate<String> streams) {
        resets.add(streams);
    }

    /** Ends the streams that are open now and fit, in good order but early. */
    public void close(Predicate<String> streams) {
        closes.add(streams);
    }

    /** Forgets all rules, and who is muted. */
    public void clear() {
        rules.clear();
        muted.clear();
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

    @Override
    public boolean muted(String stream) {
        return muted.stream().anyMatch(one -> one.test(stream));
    }

    @Override
    public long streamResets(String stream) {
        return resets.stream().filter(one -> one.test(stream)).count();
    }

    @Override
    public long streamCloses(String stream) {
        return closes.stream().filter(one -> one.test(stream)).count();
    }

    private record Rule(BiPredicate<String, String> which, Fault fault, AtomicInteger left) {}
}
