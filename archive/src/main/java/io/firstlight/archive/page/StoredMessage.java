package io.firstlight.archive.page;

import java.time.Instant;

/**
 * A message as it is stored.
 *
 * @param id its number in the one order of all messages, from 1, without gaps
 * @param time time stamp of its Kafka record
 * @param place where it lies in the log
 * @param body its JSON object as {@code jsonb} shows it: keys by length and then bytes, the last of equal keys, exact numbers
 */
public record StoredMessage(long id, Instant time, MessagePlace place, String body) {}
