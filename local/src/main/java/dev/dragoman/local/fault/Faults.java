package dev.dragoman.local.fault;

/** Decides what goes wrong. Asked once for each call, from any thread; must not block. */
@FunctionalInterface
public interface Faults {

    /** What happens to this call. */
    Fault on(Call call);

    /** Nothing ever goes wrong. */
    static Faults none() {
        return call -> Fault.NONE;
    }
}
