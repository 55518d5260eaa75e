package io.firstlight.webedge.commander;

import java.util.Optional;

/** Whether the commander lives, as LOVE's heartbeat frames tell their readers. Implementations are thread-safe and answer at once. */
public interface CommanderPulse {

    /** Where there is no commander. */
    CommanderPulse NONE = new CommanderPulse() {
        @Override
        public Optional<String> lastTimestamp() {
            return Optional.empty();
        }

        @Override
        public boolean alive() {
            return false;
        }
    };

    /**
     * The {@code timestamp} of the commander's last heartbeat, as the JSON number that it wrote (unix seconds, UTC). Empty until the first;
     * stays as it was when the commander dies, as in LOVE.
     */
    Optional<String> lastTimestamp();

    /** Whether the last question was answered. */
    boolean alive();
}
