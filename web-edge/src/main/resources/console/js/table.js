// The table: one row for each field that arrives, grouped by stream. Rows are changed in place, so that an open list stays open and the
// keyboard's focus stays where it is.

import { elapsedMs, utcText } from './clock.js';
import { ageText, exact, format, listSummary, summaryStateWord, withUnit } from './format.js';
import { plottable } from './readings.js';

/** More elements than these are not listed one by one; the row's title has them all. */
const MOST_ELEMENTS = 256;

export class Table {
  #table;
  #onSelect;
  #sections = new Map();
  #rows = new Map();

  /** `onSelect({key, index})` is told which field, or which element of a list, is to be plotted. */
  constructor(table, onSelect) {
    this.#table = table;
    this.#onSelect = onSelect;
  }

  /** Brings the rows up to date; `freshnessOf(reading)` as in freshness.js, `selection` is what the plot shows. */
  render(readings, freshnessOf, selection, now) {
    for (const reading of readings) {
      this.#row(reading).show(reading, freshnessOf(reading), selection, now);
    }
    this.#table.hidden = this.#rows.size === 0;
  }

  clear() {
    this.#sections.forEach((section) => section.remove());
    this.#sections.clear();
    this.#rows.clear();
    this.#table.hidden = true;
  }

  #row(reading) {
    let row = this.#rows.get(reading.key);
    if (!row) {
      row = new Row(reading, this.#onSelect);
      this.#rows.set(reading.key, row);
      this.#section(reading).append(row.element);
    }
    return row;
  }

  // Telemetry before events, each by name: the order is the same after each load, whatever came first.
  #section({ category, stream }) {
    const name = `${category === 'telemetry' ? 0 : 1} ${stream}`;
    let section = this.#sections.get(name);
    if (!section) {
      section = element('tbody');
      const head = element('th', { scope: 'rowgroup', colSpan: 3 });
      head.append(`${stream} `, element('span', { className: 'kind', textContent: category }));
      const headRow = element('tr', { className: 'group' });
      headRow.append(head);
      section.append(headRow);
      section.dataset.name = name;
      const after = [...this.#sections.values()].filter((other) => other.dataset.name < name);
      after.sort((a, b) => (a.dataset.name < b.dataset.name ? -1 : 1));
      (after.at(-1) ?? this.#table.tHead).after(section);
      this.#sections.set(name, section);
    }
    return section;
  }
}

class Row {
  #name;
  #value = element('td', { className: 'value' });
  #age = element('td', { className: 'age' });
  #onSelect;
  #shown = null;
  #elements = [];

  element = element('tr');

  constructor(reading, onSelect) {
    this.#onSelect = onSelect;
    this.#name = element('th', { scope: 'row' });
    this.element.dataset.field = `${reading.category}/${reading.stream}/${reading.name}`;
    this.element.append(this.#name, this.#value, this.#age);
  }

  show(reading, freshness, selection, now) {
    if (this.#shown?.at !== reading.at) {
      this.#showValue(reading);
    }
    this.element.dataset.freshness = freshness;
    setText(this.#age, ageWords(reading, freshness, now));
    this.element.querySelectorAll('button').forEach((button) => {
      const pressed = selection?.key === reading.key && String(selection.index ?? '') === button.dataset.index;
      button.setAttribute('aria-pressed', String(pressed));
    });
  }

  #showValue(reading) {
    const { name, value, units, at } = reading;
    const kind = Array.isArray(value) ? 'list' : plottable(value) !== null ? 'number' : 'text';
    if (this.#shown?.kind !== kind) {
      this.#name.replaceChildren(kind === 'number' ? this.#button(reading, name) : name);
      this.#value.replaceChildren(kind === 'list' ? listElement() : element('span', { className: 'single' }));
      this.#elements = [];
    }
    this.#shown = { kind, at };
    this.#value.title = exact(value, units);
    if (kind === 'list') {
      this.#showList(reading);
    } else {
      setText(this.#value.firstChild, words(reading, value));
      this.element.dataset.odd = String(typeof value === 'number' && !Number.isFinite(value));
    }
  }

  #showList(reading) {
    const [summary, list] = this.#value.firstChild.children;
    setText(summary, listSummary(reading.value, reading.units));
    const listed = reading.value.slice(0, MOST_ELEMENTS);
    while (this.#elements.length > listed.length) {
      this.#elements.pop().remove();
    }
    listed.forEach((value, index) => {
      const numeric = plottable(value) !== null;
      let item = this.#elements[index];
      if (!item || item.dataset.numeric !== String(numeric)) {
        const made = element('li');
        made.dataset.numeric = String(numeric);
        made.append(numeric ? this.#button(reading, String(index), index) : element('span', { textContent: index }), element('span'));
        item ? item.replaceWith(made) : list.append(made);
        this.#elements[index] = item = made;
      }
      setText(item.lastChild, words(reading, value));
    });
  }

  #button({ key, stream, name }, text, index) {
    const button = element('button', { type: 'button', textContent: text });
    const what = index === undefined ? `${stream} ${name}` : `${stream} ${name}, element ${index}`;
    button.title = `Plot ${what}`;
    button.setAttribute('aria-label', `${text}: plot ${what}`);
    button.dataset.index = String(index ?? '');
    button.addEventListener('click', () => this.#onSelect({ key, index }));
    return button;
  }
}

function words({ category, name, units }, value) {
  if (category === 'event' && name === 'summaryState') {
    return summaryStateWord(value);
  }
  if (value !== null && typeof value === 'object') {
    return exact(value, units);
  }
  const { text, unit } = format(value, units);
  return withUnit(text, unit);
}

function ageWords({ at }, freshness, now) {
  switch (freshness) {
    case 'live':
      return 'live';
    case 'held':
      return `came ${utcText(at.wallMs)}`;
    default:
      return `STALE ${ageText(elapsedMs(at, now))}`;
  }
}

function listElement() {
  const details = element('details');
  details.append(element('summary'), element('ol', { start: 0 }));
  return details;
}

function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
