/**
 * Every failure that a client can see, in one place: {@link io.firstlight.schemas.code.ErrorCode} for answers and error frames,
 * {@link io.firstlight.schemas.code.CloseCode} for the end of a connection. Numbers are part of the contract: they are never reused.
 */
package io.firstlight.schemas.code;
