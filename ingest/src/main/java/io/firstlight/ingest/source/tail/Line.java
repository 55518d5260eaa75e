package io.firstlight.ingest.source.tail;

/**
 * A line of a file. Not compared; nobody writes into the bytes.
 *
 * @param text its bytes without the line end
 * @param start bytes of the file before it
 * @param end the place behind its line end
 * @param isTooLong whether it was longer than a line may be; the text is then cut
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Line(byte[] text, long start, Place end, boolean isTooLong) {}
