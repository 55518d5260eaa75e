// Values as words: short on the screen, exact on demand.

const SUMMARY_STATES = { 1: 'DISABLED', 2: 'ENABLED', 3: 'FAULT', 4: 'OFFLINE', 5: 'STANDBY' };

const BYTES = new Set(['b', 'byte', 'bytes']);
const BYTE_RATES = new Set(['b/s', 'byte/s', 'bytes/s', 'byte / s', 'bytes/second', 'byte/second']);
const SECONDS = new Set(['s', 'sec', 'second', 'seconds']);
const DEGREES_CELSIUS = new Set(['c', 'degc', 'deg_c', '°c', 'celsius', 'deg c']);
const PERCENT = new Set(['%', 'percent']);
const NO_UNIT = new Set(['', 'unitless', 'dimensionless']);

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
const DECIMAL = ['', 'k', 'M', 'G', 'T'];

/** LOVE's summary state as a word; a number that is none of them says so. */
export function summaryStateWord(value) {
  return SUMMARY_STATES[value] ?? `UNKNOWN (${value})`;
}

/** `{text, unit}` of one value that is not a list or object. */
export function format(value, units) {
  if (typeof value === 'bigint') {
    return { text: grouped(value.toString()), unit: unitText(units) };
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? formatFinite(value, units) : { text: String(value), unit: '' };
  }
  if (value === null || value === undefined) {
    return { text: 'no value', unit: '' };
  }
  return { text: value === '' ? '(empty)' : String(value), unit: unitText(units) };
}

/** The value as it came, for whoever needs every digit. */
export function exact(value, units) {
  const unit = NO_UNIT.has(units.toLowerCase()) ? '' : ` ${units}`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value, spelled) + unit : String(value) + unit;
}

function spelled(key, value) {
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value;
}

function formatFinite(value, units) {
  const unit = units.toLowerCase();
  if (BYTES.has(unit)) {
    return scaled(value, 1024, BINARY, 'B');
  }
  if (BYTE_RATES.has(unit)) {
    return scaled(value, 1024, BINARY, 'B/s');
  }
  if (unit === 'hz') {
    return scaled(value, 1000, DECIMAL, 'Hz');
  }
  if (PERCENT.has(unit)) {
    return { text: value.toFixed(1), unit: '%' };
  }
  if (DEGREES_CELSIUS.has(unit)) {
    return { text: value.toFixed(1), unit: '°C' };
  }
  // Beyond some years it is a time of day in unix seconds rather than a duration: left as it is.
  if (SECONDS.has(unit) && Math.abs(value) >= 120 && Math.abs(value) < 1e9) {
    return { text: duration(value), unit: '' };
  }
  return { text: plain(value), unit: unitText(units) };
}

function unitText(units) {
  return NO_UNIT.has(units.toLowerCase()) ? '' : units;
}

function scaled(value, base, prefixes, unit) {
  let scale = 0;
  let rest = value;
  while (Math.abs(rest) >= base && scale < prefixes.length - 1) {
    rest /= base;
    scale++;
  }
  return { text: scale === 0 && Number.isInteger(rest) ? String(rest) : rest.toFixed(Math.abs(rest) < 100 ? 2 : 1), unit: prefixes[scale] + unit };
}

function plain(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value)) {
    return size < 1e15 ? grouped(String(value)) : value.toExponential(6);
  }
  if (size >= 1e15 || size < 0.0001) {
    return value.toExponential(3);
  }
  return grouped(value.toFixed(size >= 100 && size < 1e9 ? 1 : size >= 0.01 ? 3 : 6));
}

// Narrow no-break spaces: thousands are seen, and a line never breaks inside a number.
function grouped(digits) {
  const [whole, fraction] = digits.split('.');
  const withSpaces = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return fraction === undefined ? withSpaces : `${withSpaces}.${fraction}`;
}

/** Seconds as `2 d 03:04:05`. */
export function duration(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const days = Math.floor(whole / 86_400);
  return `${seconds < 0 ? '-' : ''}${days > 0 ? `${days} d ` : ''}${clock}`;
}

/** An age for a table: `4 s`, `2 min 05 s`, `3 h 07 min`. */
export function ageText(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor(seconds / 60) % 60).padStart(2, '0')} min`;
}

/** A list in one line: up to four values themselves, of more numbers their range. */
export function listSummary(list, units) {
  if (list.length === 0) {
    return '(empty list)';
  }
  const unit = format(list[0], units).unit;
  if (list.length <= 4 && list.every((value) => format(value, units).unit === unit && typeof value !== 'object')) {
    return withUnit(list.map((value) => format(value, units).text).join('  '), unit);
  }
  const finite = list.filter((value) => typeof value === 'bigint' || Number.isFinite(value));
  if (finite.length === 0) {
    return `${list.length} values`;
  }
  const [least, most] = [finite.reduce((a, b) => (b < a ? b : a)), finite.reduce((a, b) => (b > a ? b : a))]
    .map((value) => format(value, units));
  const odd = list.length - finite.length;
  const from = least.unit === most.unit ? least.text : withUnit(least.text, least.unit);
  return `${list.length} values, ${from} … ${withUnit(most.text, most.unit)}${odd > 0 ? `, ${odd} not a number` : ''}`;
}

/** A number and its unit, which a line never parts. */
export function withUnit(text, unit) {
  return unit ? `${text}\u00a0${unit}` : text;
}
