package io.firstlight.embedded.kafka;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Turns Kafka's wish to end the process into a {@link KafkaFatalFault}: told to every running broker of this process (Kafka
 * does not say which one it was) and thrown in the thread that wished it, which must not go on.
 *
 * <p>Kafka keeps its exit procedures in statics, so this has to be static too. Thread-safe.
 */
final class ExitTrap {

    private static final List<Consumer<KafkaFatalFault>> LISTENERS = new CopyOnWriteArrayList<>();

    private ExitTrap() {}

    /** From now on the listener hears of faults. The procedures stay installed for the life of the process. */
    static void listen(Consumer<KafkaFatalFault> listener) {
        LISTENERS.add(listener);
        Exit.setExitProcedure(ExitTrap::spring);
        Exit.setHaltProcedure(ExitTrap::spring);
    }

    static void forget(Consumer<KafkaFatalFault> listener) {
        LISTENERS.remove(listener);
    }

    private static void spring(int exitStatus, @Nullable String message) {
        KafkaFatalFault fault = new KafkaFatalFault(exitStatus, message);
        LISTENERS.forEach(listener -> listener.accept(fault));
        throw fault;
    }
}
