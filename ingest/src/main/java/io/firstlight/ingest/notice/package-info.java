/**
 * Emits notices, as Tower has them: a service tells whoever listens to a channel that something has happened. Entry type
 * {@link io.firstlight.ingest.notice.Notices}; what a notice and a channel are is said in {@link io.firstlight.schemas.notice}.
 *
 * <p>Any thread may call it; it has none of its own. A service with a database, that must tell of a change exactly if it is committed, uses
 * {@link io.firstlight.ingest.relay} instead.
 */
@NullMarked
package io.firstlight.ingest.notice;

import org.jspecify.annotations.NullMarked;
