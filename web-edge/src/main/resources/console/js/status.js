// What the page says about itself: the connection's word, and the warning above everything.

import { LIVE_MS } from './freshness.js';

const WORDS = {
  connecting: 'CONNECTING',
  live: 'LIVE',
  silent: 'NO ANSWER',
  waiting: 'DOWN',
  ended: 'LOGGED OUT',
};

/** The connection's state in a word. */
export function connectionWord(state) {
  return WORDS[state.name];
}

/**
 * The warning, or null when the screen may be believed: `{level, text, seconds, retry}`. `text` changes only when the matter does, so
 * that it is read aloud once; `seconds` to the next attempt is for the eye. `heardMs` is the age of the component's last telemetry on
 * this connection, undefined if there was none; `upMs` how long the connection is up; `since` the time it was lost, as text.
 */
export function warning({ state, since, component, heardMs, upMs, refusal, nowMs }) {
  switch (state.name) {
    case 'waiting':
      return lost(since, Math.max(0, Math.ceil((state.retryAt - nowMs) / 1000)));
    case 'connecting':
      return since === null ? null : lost(since, null);
    case 'silent':
      return { level: 'lost', text: `The edge does not answer since ${since} UTC. Values may be late: none is live.`, seconds: null, retry: false };
    case 'live':
      break;
    default:
      return null;
  }
  if (refusal !== null) {
    return { level: 'warn', text: `The edge says: ${refusal}`, seconds: null, retry: false };
  }
  if ((heardMs ?? upMs) > LIVE_MS) {
    const text =
      heardMs === undefined
        ? `${component} has sent nothing since this page connected. The connection is up.`
        : `${component} is silent: its last telemetry is shown as stale. The connection is up.`;
    return { level: 'warn', text, seconds: null, retry: false };
  }
  return null;
}

function lost(since, seconds) {
  return { level: 'lost', text: `Connection lost at ${since} UTC. Nothing below is live.`, seconds, retry: seconds !== null };
}
