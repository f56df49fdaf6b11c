package dev.dragoman.job.savepoint;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.EnumSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;

/**
 * What operators keep, read from snapshots of them: a line for each state ({@code state UID NAME: what}), one for
 * each field of each type in them ({@code field TYPE.NAME: what}), and how much there is of each state.
 */
final class StateListing {

    private final Map<String, Integer> states = new TreeMap<>();
    private final TreeSet<String> fields = new TreeSet<>();

    /** Adds an operator of a savepoint. */
    StateListing add(OperatorState operator) throws Exception {
        String uid = operator.getOperatorUid().orElseGet(() -> String.valueOf(operator.getOperatorID()));
        for (OperatorSubtaskState subtask : operator.getStates()) {
            add(uid, subtask);
        }
        if (operator.getCoordinatorState() != null) {
            count("state " + uid + " coordinator", 1);
        }
        return this;
    }

    /** Adds a subtask of an operator. */
    StateListing add(String uid, OperatorSubtaskState subtask) throws Exception {
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            addOperatorState(uid, handle);
        }
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
            if (handle instanceof KeyGroupsStateHandle groups) {
                addKeyedState(uid, groups);
            } else {
                throw new IllegalArgumentException("not in the canonical format: " + handle);
            }
        }
        return this;
    }

    /** States and fields, without how much there is of them. */
    List<String> lines() {
        return Stream.concat(states.keySet().stream(), fields.stream()).toList();
    }

    /** The states, each with the number of its entries, and the fields. */
    List<String> linesWithEntries() {
        List<String> lines = new ArrayList<>();
        states.forEach((state, entries) -> lines.add(state + "  (" + entries + ")"));
        lines.addAll(fields);
        return lines;
    }

    /** How many states have entries. */
    long filled() {
        return states.values().stream().filter(entries -> entries > 0).count();
    }

    private void addOperatorState(String uid, OperatorStateHandle handle) throws IOException {
        OperatorBackendSerializationProxy proxy = new OperatorBackendSerializationProxy(loader());
        try (FSDataInputStream in = handle.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        }
        for (StateMetaInfoSnapshot state : proxy.getOperatorStateMetaInfoSnapshots()) {
            var offsets = handle.getStateNameToPartitionOffsets().get(state.getName());
            count(
                    line(uid, state, state.getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE)),
                    offsets == null ? 0 : offsets.getOffsets().length);
        }
    }

    private void addKeyedState(String uid, KeyGroupsStateHandle handle) throws Exception {
        KeyedBackendSerializationProxy<Object> proxy = new KeyedBackendSerializationProxy<>(loader());
        try (FSDataInputStream in = handle.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        }
        List<String> lines = new ArrayList<>();
        for (StateMetaInfoSnapshot state : proxy.getStateMetaInfoSnapshots()) {
            lines.add(line(
                    uid,
                    state,
                    state.getBackendStateType() == BackendStateType.PRIORITY_QUEUE
                            ? "TIMERS"
                            : state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE)));
            count(lines.get(lines.size() - 1), 0);
        }
        KeyGroupRange range = handle.getKeyGroupRange();
        var restore = new FullSnapshotRestoreOperation<>(
                range,
                loader(),
                List.of(handle),
                StateSerializerProvider.fromNewRegisteredSerializer(
                        proxy.getKeySerializerSnapshot().restoreSerializer()));
        try (ThrowingIterator<SavepointRestoreResult> results = restore.restore()) {
            while (results.hasNext()) {
                countEntries(results.next(), lines);
            }
        }
    }

    private void countEntries(SavepointRestoreResult result, List<String> lines) throws Exception {
        try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
            while (groups.hasNext()) {
                try (var entries = groups.next().getKeyGroupEntries()) {
                    while (entries.hasNext()) {
                        count(lines.get(entries.next().getKvStateId()), 1);
                    }
                }
            }
        }
    }

    private void count(String state, int entries) {
        states.merge(state, entries, Integer::sum);
    }

    private String line(String uid, StateMetaInfoSnapshot state, String kind) {
        return "state " + uid + " " + state.getName() + ": " + kind + " of "
                + type(state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER));
    }

    private String type(TypeSerializerSnapshot<?> snapshot) {
        if (snapshot instanceof PojoSerializerSnapshot<?> pojo) {
            return pojo(pojo);
        }
        if (snapshot instanceof EnumSerializer.EnumSerializerSnapshot<?> values) {
            return name(values.restoreSerializer().createInstance().getDeclaringClass());
        }
        String own = snapshot.getClass().getSimpleName().replaceAll("(Serializer)?Snapshot$", "");
        return snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite
                ? own
                        + Stream.of(composite.getNestedSerializerSnapshots())
                                .map(this::type)
                                .collect(Collectors.joining(", ", "<", ">"))
                : own;
    }

    /** Flink tells nobody what is in it. */
    private String pojo(PojoSerializerSnapshot<?> snapshot) {
        try {
            Object data = read(snapshot, "snapshotData");
            String type = name((Class<?>) read(data, "pojoClass"));
            var known = (org.apache.flink.util.LinkedOptionalMap<?, ?>) read(data, "fieldSerializerSnapshots");
            known.forEach((name, field, value) -> {
                String plain = name.substring(name.lastIndexOf('#') + 1);
                fields.add("field " + type + "." + plain + ": "
                        + (value instanceof TypeSerializerSnapshot<?> its ? type(its) : "unknown"));
            });
            return type;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another Flink keeps it elsewhere", e);
        }
    }

    private static Object read(Object from, String field) throws ReflectiveOperationException {
        Field declared = from.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        return declared.get(from);
    }

    private static String name(Class<?> type) {
        return type.getName().replace("dev.dragoman.", "").replace('$', '.');
    }

    private static ClassLoader loader() {
        return StateListing.class.getClassLoader();
    }

    /** All operators of a savepoint. */
    static StateListing of(Collection<OperatorState> operators) throws Exception {
        StateListing listing = new StateListing();
        for (OperatorState operator : operators) {
            listing.add(operator);
        }
        return listing;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d states, %d of them with entries", states.size(), filled());
    }
}
