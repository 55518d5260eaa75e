// Whether a value on the screen may be believed to be the present one.

import { elapsedMs } from './clock.js';

/** Telemetry older than this is not live. Components send every second. */
export const LIVE_MS = 3000;

/**
 * What may be said of a reading:
 *   live   - telemetry, received on this connection within LIVE_MS
 *   held   - an event: it holds until the next one, and the component is heard
 *   stale  - anything else: shown, but not as the present
 * `link` is `{up, epoch}`; `componentHeard` tells whether the component's telemetry is live.
 */
export function freshness(reading, link, componentHeard, now) {
  if (!link.up || reading.epoch !== link.epoch) {
    return 'stale';
  }
  if (reading.category === 'event') {
    return componentHeard ? 'held' : 'stale';
  }
  return elapsedMs(reading.at, now) <= LIVE_MS ? 'live' : 'stale';
}
