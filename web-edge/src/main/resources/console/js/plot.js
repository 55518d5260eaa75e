// The live plot: one field, the last five minutes, with the gaps it had. Chart.js comes as a classic script and is a global.

import { elapsedMs, utcText, wholeMinutes } from './clock.js';
import { ageText, format, withUnit } from './format.js';
import { HISTORY_MS, plottable, pointsOf } from './readings.js';

const LINE = '#5ad1ff';
const GRID = '#2a3442';
const INK = '#c3ccd8';

export class Plot {
  #canvas;
  #title;
  #now;
  #chart = null;
  #units = '';

  /** The field shown: `{key, index}`, or null. */
  selection = null;

  constructor({ canvas, title, now, note }) {
    this.#canvas = canvas;
    this.#title = title;
    this.#now = now;
    if (window.Chart) {
      this.#chart = new window.Chart(canvas, this.#configuration());
    } else {
      note.textContent = 'The plot library did not load: there is no plot. Load the page again to try once more.';
    }
  }

  select(selection) {
    this.selection = selection;
  }

  clear() {
    this.selection = null;
    this.render(undefined, 'stale', { wallMs: Date.now() });
  }

  /** Draws the selected reading up to now. The time axis always ends now: what has stopped moves away to the left. */
  render(reading, freshness, now) {
    const index = this.selection?.index;
    const points = reading ? pointsOf(reading.samples, index) : [];
    const drawn = points.filter((point) => point.y !== null);
    this.#units = reading?.units ?? '';
    this.#describe(reading, index, freshness, drawn, now);
    this.#canvas.dataset.points = String(drawn.length);
    this.#canvas.dataset.gaps = String(points.length - drawn.length);
    if (this.#chart) {
      const { data, options } = this.#chart;
      data.datasets[0].data = points;
      data.datasets[0].borderColor = freshness === 'stale' ? '#7f8a99' : LINE;
      Object.assign(options.scales.x, { min: now.wallMs - HISTORY_MS, max: now.wallMs });
      const percent = this.#units === '%';
      Object.assign(options.scales.y, { suggestedMin: percent ? 0 : undefined, suggestedMax: percent ? 100 : undefined });
      options.scales.y.ticks.stepSize = percent ? 25 : undefined;
      this.#chart.update('none');
    }
  }

  #describe(reading, index, freshness, drawn, now) {
    const name = reading ? `${reading.stream} ${reading.name}${index === undefined ? '' : ` [${index}]`}` : 'Plot';
    const latest = reading ? this.#words(plottable(reading.value, index)) : '';
    const stale = reading && freshness === 'stale';
    this.#title.textContent = name;
    this.#now.textContent = stale ? `STALE ${ageText(elapsedMs(reading.at, now))}` : latest;
    this.#now.dataset.freshness = freshness;
    this.#canvas.dataset.field = name;
    if (drawn.length > 0) {
      const values = drawn.map((point) => point.y);
      this.#canvas.setAttribute(
        'aria-label',
        `${name}, last 5 minutes: least ${this.#words(Math.min(...values))}, most ${this.#words(Math.max(...values))}, ` +
          (stale ? 'no present value' : `now ${latest}`),
      );
    } else {
      this.#canvas.setAttribute('aria-label', `${name}: nothing to draw`);
    }
  }

  #words(value) {
    const { text, unit } = format(value, this.#units);
    return withUnit(text, unit);
  }

  #configuration() {
    const ticks = { color: INK, font: { size: 13 }, maxRotation: 0, autoSkipPadding: 20 };
    return {
      type: 'line',
      data: { datasets: [{ data: [], borderColor: LINE, borderWidth: 2, pointRadius, pointBackgroundColor: LINE, pointBorderWidth: 0 }] },
      options: {
        parsing: false,
        spanGaps: false,
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        scales: {
          x: { type: 'linear', grid: { color: GRID }, ticks: { ...ticks, callback: (ms) => utcText(ms).slice(0, 5) }, afterBuildTicks: ticksAtMinutes },
          y: { grid: { color: GRID }, ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => this.#words(value) } },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: false,
            callbacks: { title: ([item]) => `${utcText(item.parsed.x)} UTC`, label: (item) => this.#words(item.parsed.y) },
          },
        },
      },
    };
  }
}

// Ticks stand at whole minutes and move with the line; counted back from now, they would stand still and change their words.
function ticksAtMinutes(scale) {
  scale.ticks = wholeMinutes(scale.min, scale.max).map((value) => ({ value }));
}

// A sample between two gaps has no line: it is a dot, or it would be lost.
function pointRadius({ dataset, dataIndex }) {
  const drawn = (index) => dataset.data[index] !== undefined && dataset.data[index].y !== null;
  return drawn(dataIndex - 1) || drawn(dataIndex + 1) ? 0 : 2.5;
}
