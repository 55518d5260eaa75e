/**
 * What stands beside the bytes in the quarantine topic: {@link io.firstlight.schemas.quarantine.QuarantineHeaders}. Key and value of such
 * a record are the bytes as they came. Writing it is the business of whoever met the bad bytes.
 */
package io.firstlight.schemas.quarantine;
