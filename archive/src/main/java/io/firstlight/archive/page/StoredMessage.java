package io.firstlight.archive.page;

import java.time.Instant;

/**
 * A message as it is stored.
 *
 * @param id its place in the one order of all messages, from 1, without gaps
 * @param time time stamp of its Kafka record
 * @param body its JSON object as {@code jsonb} shows it: keys by length and then bytes, the last of equal keys, exact numbers
 */
public record StoredMessage(long id, Instant time, String body) {}
