/**
 * One address's latest value as it lies in the compacted state topic: key {@code category:csc:salindex:stream}, value a
 * {@link io.firstlight.schemas.state.StateEntry}, header {@value io.firstlight.schemas.state.SourceOffset#HEADER} the
 * {@link io.firstlight.schemas.state.SourceOffset} of the record it came from. A record without a value says that the address is gone.
 *
 * <p>{@link io.firstlight.schemas.state.RouterContract} says what the router makes of which record, and
 * {@link io.firstlight.schemas.state.RouterProgress} how to begin with the exact state and go on live. Which topics, told apart by
 * their ids, the router's committed offsets belong to is kept as {@link io.firstlight.schemas.state.TopicMarks}.
 */
package io.firstlight.schemas.state;
