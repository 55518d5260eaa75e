// What the page says about itself: the connection's word, and the warning above everything.

import { LIVE_MS } from './freshness.js';

const WORDS = {
  connecting: 'CONNECTING',
  live: 'UP',
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
  const said = refusal === null ? null : `The edge says: ${refusal}.`;
  switch (state.name) {
    case 'waiting':
      return banner('lost', [noConnection(since), said], Math.max(0, Math.ceil((state.retryAt - nowMs) / 1000)));
    case 'connecting':
      return since === null ? said && banner('warn', [said]) : banner('lost', [noConnection(since), said]);
    case 'silent':
      return banner('lost', [`The edge does not answer since ${since} UTC. Values may be late: none is live.`]);
    case 'live':
      break;
    default:
      return null;
  }
  const quiet = (heardMs ?? upMs) > LIVE_MS ? silence(component, heardMs) : null;
  return quiet || said ? banner('warn', [quiet, said]) : null;
}

function noConnection(since) {
  return `No connection since ${since} UTC. Nothing below is live.`;
}

function silence(component, heardMs) {
  return heardMs === undefined
    ? `The connection is up, but ${component} has sent nothing on it.`
    : `${component} is silent: its last values are shown as stale. The connection is up.`;
}

function banner(level, sentences, seconds = null) {
  return { level, text: sentences.filter(Boolean).join(' '), seconds, retry: seconds !== null };
}
