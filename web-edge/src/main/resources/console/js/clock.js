// Time. Ages come from this machine's clocks, the time of day from the edge's.

/** Now, by both clocks of the browser. */
export function instant() {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

/**
 * Milliseconds between two instants, never too few: the monotonic clock stands still while a computer sleeps, the wall clock may be set
 * back; whichever says more is believed.
 */
export function elapsedMs(from, to) {
  return Math.max(to.monotonicMs - from.monotonicMs, to.wallMs - from.wallMs, 0);
}

const MINUTE_MS = 60_000;

let edgeAheadMs = 0;

/** Learns the edge's time of day from an answer: unix seconds as the edge wrote them. */
export function learnEdgeTime(utcSeconds) {
  if (Number.isFinite(utcSeconds)) {
    edgeAheadMs = Math.round(utcSeconds * 1000 - Date.now());
  }
}

/** The whole minutes of the edge's clock between two times of the browser's wall clock, as times of the latter. */
export function wholeMinutes(fromMs, toMs) {
  const first = Math.ceil((fromMs + edgeAheadMs) / MINUTE_MS);
  const last = Math.floor((toMs + edgeAheadMs) / MINUTE_MS);
  return Array.from({ length: last - first + 1 }, (none, step) => (first + step) * MINUTE_MS - edgeAheadMs);
}

/** `hh:mm:ss` in UTC by the edge's clock, of a time of the browser's wall clock. */
export function utcText(wallMs) {
  return new Date(wallMs + edgeAheadMs).toISOString().slice(11, 19);
}
