/**
 * Messages by page and by id, straight from the tables.
 *
 * <p>Entry type: {@link io.firstlight.archive.page.MessagePages}; it walks on its caller's thread. It does not wait for a message that is
 * still on its way, and knows no HTTP.
 */
package io.firstlight.archive.page;
