/**
 * Messages by page and by id, and commands with what came of them, straight from the tables.
 *
 * <p>Entry types: {@link io.firstlight.archive.page.MessagePages}, {@link io.firstlight.archive.page.CommandPages}; they walk on their caller's
 * thread. They do not wait for a message that is still on its way, and know no HTTP.
 */
package io.firstlight.archive.page;
