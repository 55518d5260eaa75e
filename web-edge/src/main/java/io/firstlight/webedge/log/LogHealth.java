package io.firstlight.webedge.log;

/** Told how the log is by {@link LayoutWatch}, on the watch's thread. */
public interface LogHealth {

    /** The cluster answers again, or no longer. */
    void reachable(boolean reachable);

    /** The topics are laid out otherwise than they were: what was read so far is of another log. */
    void layoutChanged(LogLayout now);
}
