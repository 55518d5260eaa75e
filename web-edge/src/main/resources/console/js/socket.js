// The LOVE socket: connects, subscribes, watches that it answers, connects again.

import { backoffMs } from './backoff.js';
import { elapsedMs, instant } from './clock.js';
import { parseFrame } from './frames.js';

const PROBE_MS = 2000;
const SILENT_MS = 3000;
const DEAD_MS = 10_000;
const LOGGED_OUT = 1000;

/**
 * One page's link to the edge. Its state, told to `onState` on each change:
 *   connecting - a socket is being opened, or its subscriptions are not confirmed yet
 *   live       - subscribed, and probes are answered
 *   silent     - a probe has been without an answer for SILENT_MS: what arrives may be late
 *   waiting    - no socket; the next attempt is at `retryAt` (milliseconds of the wall clock)
 *   ended      - the session is over (`reason`: logged-out, rejected, closed); it does not connect again
 */
export class Link {
  #options;
  #socket = null;
  #failures = 0;
  #timers = new Set();
  #probeSentAt = null;
  #openedAt = null;

  state = { name: 'connecting' };

  /** Counts connections; readings of an earlier one are not live. */
  epoch = 0;

  /**
   * `url` of the socket; `subscriptions`; `stillAllowed()` resolves to false when the session is known to be over; `onFrame(frame)`;
   * `onRefusal(message)`; `onState(state)`.
   */
  constructor(options) {
    this.#options = options;
  }

  get up() {
    return this.state.name === 'live';
  }

  open() {
    this.#clear();
    this.#become({ name: 'connecting' });
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#openedAt = instant();
    this.#probeSentAt = null;
    this.epoch++;
    socket.onopen = () => this.#options.subscriptions.begin().forEach((request) => socket.send(request));
    socket.onmessage = (message) => this.#receive(message.data);
    socket.onclose = (close) => (close.code === LOGGED_OUT ? this.#end('logged-out') : this.#lost());
    this.#every(500, () => this.#watch());
    this.#every(PROBE_MS, () => this.#probe());
  }

  /** Connects at once if it waits for the next attempt. */
  retryNow() {
    if (this.state.name === 'waiting') {
      this.#retry();
    }
  }

  close() {
    this.#end('closed');
  }

  #receive(text) {
    let frame;
    try {
      frame = parseFrame(text);
    } catch (error) {
      this.#options.onRefusal(`a frame could not be read (${error.message})`);
      return;
    }
    if (this.#options.subscriptions.confirms(frame)) {
      this.#probeSentAt = null;
      if (this.#options.subscriptions.complete && !this.up) {
        this.#failures = 0;
        this.#become({ name: 'live' });
      }
    } else if (frame?.error) {
      this.#options.onRefusal(String(frame.error.message ?? frame.error.name));
    } else {
      this.#options.onFrame(frame);
    }
  }

  #probe() {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#probeSentAt === null) {
      this.#probeSentAt = instant();
      this.#socket.send(this.#options.subscriptions.probe());
    }
  }

  // A peer that is gone closes nothing: only its silence tells.
  #watch() {
    const now = instant();
    const silentMs = this.#probeSentAt === null ? 0 : elapsedMs(this.#probeSentAt, now);
    const opening = this.state.name === 'connecting' && elapsedMs(this.#openedAt, now) > DEAD_MS;
    if (silentMs > DEAD_MS || opening) {
      this.#lost();
    } else if (silentMs > SILENT_MS && this.up) {
      this.#become({ name: 'silent' });
    }
  }

  #lost() {
    this.#abandon();
    this.#failures++;
    const delayMs = backoffMs(this.#failures);
    this.#become({ name: 'waiting', retryAt: Date.now() + delayMs });
    this.#timers.add(setTimeout(() => this.#retry(), delayMs));
  }

  // A refused handshake looks like a dead edge to a page; the REST side tells them apart.
  async #retry() {
    this.#clear();
    this.#become({ name: 'connecting' });
    const allowed = await this.#options.stillAllowed();
    if (this.state.name !== 'connecting' || this.#socket) {
      return;
    }
    if (allowed) {
      this.open();
    } else {
      this.#end('rejected');
    }
  }

  #end(reason) {
    this.#abandon();
    this.#become({ name: 'ended', reason });
  }

  #abandon() {
    this.#clear();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  #every(periodMs, action) {
    this.#timers.add(setInterval(action, periodMs));
  }

  #clear() {
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
  }

  #become(state) {
    this.state = state;
    this.#options.onState(state);
  }
}
