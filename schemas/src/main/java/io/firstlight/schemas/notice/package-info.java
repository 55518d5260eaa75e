/**
 * Notices and the channels they come through, as Tower has them: {@link io.firstlight.schemas.notice.Notice} is what a service emits,
 * {@link io.firstlight.schemas.notice.Channel} what a client asks for, and both are places among the addresses of category {@code event}.
 * Immutable; knows no wire and no log.
 */
package io.firstlight.schemas.notice;
