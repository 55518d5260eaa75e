package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** Finds what the state was. Thread-safe; does not block. */
public interface PastStates {

    /**
     * A question.
     *
     * @param target whose state
     * @param at when
     * @param until a second moment, found as a frontier only; null for none
     * @param known every address of the target with the latest record that is known of it, deleted ones included: whoever asks knows them
     *     from the state topic
     * @param knownAt how far the log was known then: what comes between here and a later moment is read from the log. If null, the latest
     *     record known of an address is taken for its latest of all.
     */
    record Question(
            Target target,
            Moment at,
            @Nullable Moment until,
            List<AddressValue> known,
            @Nullable Frontier knownAt) {
        public Question {
            known = List.copyOf(known);
        }

        /** A question by somebody who is at the end of the log, or asks for moments long gone. */
        public Question(Target target, Moment at, @Nullable Moment until, List<AddressValue> known) {
            this(target, at, until, known, null);
        }
    }

    /** What was found. */
    sealed interface Answer {

        /**
         * The state.
         *
         * @param at the moment, exactly
         * @param until the second moment, if one was asked for
         * @param values the value of every address that had one
         * @param unknown addresses that exist now and whose value at that moment lies before what the log still holds, or further back than
         *     the search goes; empty if the answer is complete
         */
        record Found(Frontier at, @Nullable Frontier until, List<AddressValue> values, List<Address> unknown)
                implements Answer {
            public Found {
                values = List.copyOf(values);
                unknown = List.copyOf(unknown);
            }
        }

        /** It cannot be told. */
        record Refused(ErrorCode code, String message) implements Answer {}
    }

    /** Asks; the answer comes once, on any thread. */
    void ask(Question question, Consumer<Answer> answer);
}
