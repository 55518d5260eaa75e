/**
 * One address's latest value as it lies in the compacted state topic: key {@code category:csc:salindex:stream}, value a
 * {@link io.firstlight.schemas.state.StateEntry}, header {@value io.firstlight.schemas.state.SourceOffset#HEADER} the
 * {@link io.firstlight.schemas.state.SourceOffset} of the record it came from. A record without a value says that the address is gone.
 */
package io.firstlight.schemas.state;
