package io.firstlight.ingest.source.tail;

/**
 * A place in a file, such that it can be found again when the file has another name. Immutable.
 *
 * @param fileKey what the file system calls the file (device and inode); empty if it has no such thing
 * @param head how the file began when the place was noted
 * @param position bytes before it
 */
record Place(String fileKey, FileHead head, long position) {}
