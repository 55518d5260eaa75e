// What comes over the socket: JSON with Python's bare words NaN, Infinity and -Infinity in it.

// A string that no sender can know stands for NaN until the reviver sees it: JSON has no number for it.
const NOT_A_NUMBER = `NaN ${Math.random()} ${Math.random()}`;
const AS_JSON = { NaN: JSON.stringify(NOT_A_NUMBER), Infinity: '1e999', '-Infinity': '-1e999' };

// Strings come first in the alternation, so a word inside a string is skipped along with its string.
const STRING_OR_BARE_WORD = /"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/g;

/** The value of a frame's text; throws SyntaxError. Integers beyond 2^53 become BigInt, so that no digit is lost. */
export function parseFrame(text) {
  const json = /NaN|Infinity/.test(text) ? text.replace(STRING_OR_BARE_WORD, (match) => AS_JSON[match] ?? match) : text;
  return JSON.parse(json, revive);
}

function revive(key, value, context) {
  if (value === NOT_A_NUMBER) {
    return NaN;
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')) {
    return BigInt(context.source);
  }
  return value;
}

/**
 * The streams that a data frame of one component's `-all` group carries, as `{category, stream, fields}`; `fields` maps a name to
 * `{value, units}`. Anything else in a frame is passed over.
 */
export function streamsOf(frame, { csc, salindex }) {
  const elements = Array.isArray(frame?.data) ? frame.data : [];
  return elements
    .filter((element) => element?.csc === csc && String(element.salindex) === String(salindex))
    .flatMap((element) => Object.entries(element.data?.[csc] ?? {}))
    .map(([stream, payload]) => ({ category: frame.category, stream, fields: fieldsOf(payload) }));
}

function fieldsOf(payload) {
  // An event comes as a list of samples: the last one holds.
  const sample = Array.isArray(payload) ? payload.at(-1) : payload;
  const fields = new Map();
  if (sample !== null && typeof sample === 'object') {
    for (const [name, field] of Object.entries(sample)) {
      const described = field !== null && typeof field === 'object' && Object.hasOwn(field, 'value');
      fields.set(name, described ? { value: field.value, units: String(field.units ?? '') } : { value: field, units: '' });
    }
  }
  return fields;
}
