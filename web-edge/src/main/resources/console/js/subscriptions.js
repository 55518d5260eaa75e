// What this page wants to hear, and whether the edge has confirmed it.

/** The subscriptions of one page, to be made anew on each connection. */
export class Subscriptions {
  #requests;
  #waiting = new Set();

  /** Both groups of a component with all its streams. */
  constructor({ csc, salindex }) {
    this.#requests = ['telemetry', 'event'].map((category) => ({
      option: 'subscribe',
      category,
      csc,
      salindex: String(salindex),
      stream: 'all',
    }));
  }

  /** The frames to send on a new connection; nothing counts as confirmed any more. */
  begin() {
    this.#waiting = new Set(this.#requests.map(groupOf));
    return this.#requests.map((request) => JSON.stringify(request));
  }

  /**
   * A frame that the edge answers from where the data come from: the telemetry subscription once more, which changes nothing and is
   * confirmed again. Not the event one: that would bring all events again.
   */
  probe() {
    return JSON.stringify(this.#requests[0]);
  }

  /** Takes note of a confirmation; says whether the frame was one of ours. */
  confirms(frame) {
    const group = typeof frame?.data === 'string' && /^Successfully subscribed to (.+)$/.exec(frame.data)?.[1];
    if (!group || !this.#requests.some((request) => groupOf(request) === group)) {
      return false;
    }
    this.#waiting.delete(group);
    return true;
  }

  /** Whether all are confirmed on this connection. */
  get complete() {
    return this.#waiting.size === 0;
  }
}

function groupOf({ category, csc, salindex, stream }) {
  return `${category}-${csc}-${salindex}-${stream}`;
}
