// The latest value of each field, and what this page saw of it in the last five minutes.

import { elapsedMs, instant } from './clock.js';

/** How far back a plot reaches. */
export const HISTORY_MS = 5 * 60 * 1000;

/** Samples closer together than this are one line; it is the age beyond which a value is not live. */
const GAP_MS = 3000;

/** A field that changes faster than once in 100 ms loses the oldest of its five minutes. */
const MOST_SAMPLES = 3000;

/** The readings of one component. A field stays until the page is loaded again; its age shows when it stopped. */
export class Readings {
  #byKey = new Map();
  #lastTelemetry = null;

  /** Takes a stream's fields, received now on connection `epoch`. */
  take({ category, stream, fields }, epoch, at = instant()) {
    if (category === 'telemetry') {
      this.#lastTelemetry = { at, epoch };
    }
    for (const [name, { value, units }] of fields) {
      const key = keyOf(category, stream, name);
      const reading = this.#byKey.get(key) ?? { key, category, stream, name, samples: [] };
      Object.assign(reading, { value, units, at, epoch });
      remember(reading, { atMs: at.wallMs, epoch, value });
      this.#byKey.set(key, reading);
    }
  }

  /** All readings, in the order in which their fields came first. */
  all() {
    return this.#byKey.values();
  }

  get(key) {
    return this.#byKey.get(key);
  }

  /** When telemetry came last on that connection; undefined if none did. */
  lastTelemetryAt(epoch) {
    return this.#lastTelemetry?.epoch === epoch ? this.#lastTelemetry.at : undefined;
  }

  /** Whether the component's telemetry came within `limitMs` on that connection. */
  heard(epoch, limitMs, now) {
    const at = this.lastTelemetryAt(epoch);
    return at !== undefined && elapsedMs(at, now) <= limitMs;
  }

  clear() {
    this.#byKey.clear();
    this.#lastTelemetry = null;
  }
}

export function keyOf(category, stream, name) {
  return JSON.stringify([category, stream, name]);
}

/** The number that a value has on a plot, or null: of a list, the element at `index`. */
export function plottable(value, index) {
  const single = index === undefined ? value : Array.isArray(value) ? value[index] : undefined;
  return typeof single === 'number' || typeof single === 'bigint' ? Number(single) : null;
}

function remember(reading, sample) {
  const { samples } = reading;
  // A clock that was set back would draw a line backwards.
  if (samples.length > 0 && samples.at(-1).atMs > sample.atMs) {
    samples.length = 0;
  }
  samples.push(sample);
  while (samples.length > MOST_SAMPLES || samples[0].atMs < sample.atMs - HISTORY_MS) {
    samples.shift();
  }
}

/**
 * A reading's samples as points `{x, y}` with x in wall-clock milliseconds. Where the line must break (another connection, silence, not
 * a finite number) stands a point whose y is null.
 */
export function pointsOf(samples, index) {
  const points = [];
  let before = null;
  for (const sample of samples) {
    const y = plottable(sample.value, index);
    if (before && (before.epoch !== sample.epoch || sample.atMs - before.atMs > GAP_MS)) {
      points.push({ x: before.atMs + 1, y: null });
    }
    points.push({ x: sample.atMs, y: Number.isFinite(y) ? y : null });
    before = sample;
  }
  return points;
}
