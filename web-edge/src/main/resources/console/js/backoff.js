// When to try again.

const FIRST_MS = 500;
const MOST_MS = 10_000;

/**
 * Milliseconds to wait before the attempt after `failures` failures (1, 2, ...): doubling up to ten seconds, a random half of it
 * taken off at most, so that a hundred pages do not return to a restarted edge at the same instant.
 */
export function backoffMs(failures, random = Math.random) {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1));
  return ceiling * (1 - random() / 2);
}
