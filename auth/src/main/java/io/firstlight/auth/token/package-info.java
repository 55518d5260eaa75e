/**
 * Tokens: JWTs (RFC 7519) signed with Ed25519 (RFC 8037), the keys that sign and verify them, and the durable list of those issued.
 *
 * <p>Entries: {@link io.firstlight.auth.token.KeyDirectory} reads or makes the keys, {@link io.firstlight.auth.token.TokenIssuer} signs,
 * {@link io.firstlight.auth.token.TokenVerifier} needs the public keys alone, {@link io.firstlight.auth.token.IssuedTokens} remembers and
 * revokes. All thread-safe. A verified token says who it was made for and until when; whether it was revoked and what its user may do
 * is asked elsewhere, at each use.
 */
package io.firstlight.auth.token;
