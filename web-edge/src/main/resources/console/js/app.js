// The page put together: who is logged in, the link, and what is drawn from it.

import { backoffMs } from './backoff.js';
import { elapsedMs, instant, utcText } from './clock.js';
import { freshness, LIVE_MS } from './freshness.js';
import { ageText, summaryStateWord } from './format.js';
import { streamsOf } from './frames.js';
import { Plot } from './plot.js';
import { keyOf, plottable, Readings } from './readings.js';
import { forget, logIn, logOut, resume } from './session.js';
import { Link } from './socket.js';
import { connectionWord, warning } from './status.js';
import { Subscriptions } from './subscriptions.js';
import { Table } from './table.js';

const COMPONENT = { csc: 'Host', salindex: 1 };
const COMPONENT_NAME = `${COMPONENT.csc}-${COMPONENT.salindex}`;
const DRAW_MS = 500;

const byId = (id) => document.getElementById(id);
const readings = new Readings();
const plot = new Plot({ canvas: byId('plot'), title: byId('plot-title'), now: byId('plot-now'), note: byId('plot-note') });
const table = new Table(byId('readings'), (selection) => {
  plot.select(selection);
  draw();
});

let link = null;
let session = null;
let lostAt = null;
let upAt = null;
let refusal = null;
let drawRequested = false;

function show(view) {
  document.body.dataset.view = view;
  for (const name of ['starting', 'login', 'console']) {
    byId(`${name}-view`).hidden = name !== view;
  }
}

// --- in and out

async function start(failures = 0) {
  const { outcome, session: resumed } = await resume();
  if (outcome === 'in') {
    enter(resumed);
  } else if (outcome === 'unreachable') {
    banner({ level: 'lost', text: 'The edge does not answer. This page keeps asking.', seconds: null, retry: false });
    setTimeout(() => start(failures + 1), backoffMs(failures + 1));
  } else {
    leave(outcome === 'rejected' ? 'Your session is over. Log in again.' : '');
  }
}

function enter(entered) {
  session = entered;
  lostAt = upAt = refusal = null;
  byId('user').textContent = session.userName;
  byId('commands').textContent = session.mayCommand ? 'allowed' : 'not allowed';
  const url = new URL('manager/ws/subscription', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('token', session.token);
  link = new Link({
    url,
    subscriptions: new Subscriptions(COMPONENT),
    stillAllowed: async () => (await resume()).outcome !== 'rejected',
    onFrame: take,
    onRefusal: (message) => {
      refusal = message;
      requestDraw();
    },
    onState: linkChanged,
  });
  show('console');
  link.open();
}

function leave(message) {
  forget();
  link = session = null;
  readings.clear();
  table.clear();
  plot.clear();
  banner(null);
  // It shows the edge's time, which is not known without a session.
  byId('clock').textContent = '--:--:--';
  delete document.body.dataset.link;
  byId('login-error').textContent = message;
  byId('password').value = '';
  show('login');
  byId('username').focus();
}

function linkChanged(state) {
  document.body.dataset.link = state.name;
  if (state.name === 'ended') {
    if (state.reason !== 'closed') {
      leave(state.reason === 'rejected' ? 'Your session is over. Log in again.' : 'You were logged out by the edge.');
    }
    return;
  }
  if (state.name === 'live') {
    lostAt = null;
    upAt = instant();
    refusal = null;
  } else if (upAt !== null || state.name === 'waiting') {
    lostAt ??= Date.now();
  }
  draw();
}

byId('login').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  const error = byId('login-error');
  const button = submitted.target.querySelector('button');
  button.disabled = true;
  error.textContent = '';
  const answer = await logIn(byId('username').value, byId('password').value);
  button.disabled = false;
  byId('password').value = '';
  if (answer.outcome === 'in') {
    enter(answer.session);
    return;
  }
  error.textContent = loginError(answer);
  byId('password').focus();
});

function loginError({ outcome, seconds, status }) {
  switch (outcome) {
    case 'rejected':
      return 'User name or password is wrong.';
    case 'wait':
      return `Too many attempts. Wait ${seconds ? `${seconds} s` : 'a little'}, then try again.`;
    case 'failed':
      return `The edge cannot log you in now (status ${status}). Try again.`;
    default:
      return 'The edge does not answer. Try again.';
  }
}

byId('logout').addEventListener('click', async () => {
  const { token } = session;
  link.close();
  leave('Logging out …');
  const revoked = await logOut(token);
  if (!session) {
    byId('login-error').textContent = revoked
      ? 'You are logged out.'
      : 'Logged out on this page only: the edge did not answer, and the session lasts there until it expires.';
  }
});

byId('retry').addEventListener('click', () => link?.retryNow());
window.addEventListener('online', () => link?.retryNow());

// --- what comes

function take(frame) {
  for (const stream of streamsOf(frame, COMPONENT)) {
    readings.take(stream, link.epoch);
  }
  plot.selection ?? plot.select(firstChoice());
  requestDraw();
}

// The processor's load as one number, whatever the producer calls it.
function firstChoice() {
  const numbers = [...readings.all()].filter(({ category, stream, value }) => {
    return category === 'telemetry' && stream === 'cpu' && plottable(value) !== null;
  });
  const chosen = numbers.find(({ name }) => /total/i.test(name)) ?? numbers.find(({ units }) => units === '%') ?? numbers[0];
  return chosen ? { key: chosen.key } : null;
}

// --- what is seen

function requestDraw() {
  if (!drawRequested) {
    drawRequested = true;
    requestAnimationFrame(() => {
      drawRequested = false;
      draw();
    });
  }
}

function draw() {
  if (!link) {
    return;
  }
  setText(byId('clock'), utcText(Date.now()));
  const now = instant();
  const heard = readings.heard(link.epoch, LIVE_MS, now);
  const freshnessOf = (reading) => freshness(reading, link, heard, now);
  setText(byId('connection'), connectionWord(link.state));
  warn(now);
  drawState(freshnessOf, now);
  table.render(readings.all(), freshnessOf, plot.selection, now);
  byId('table-empty').hidden = !byId('readings').hidden;
  const plotted = plot.selection && readings.get(plot.selection.key);
  plot.render(plotted ?? undefined, plotted ? freshnessOf(plotted) : 'stale', now);
}

function warn(now) {
  const heardAt = readings.lastTelemetryAt(link.epoch);
  banner(
    warning({
      state: link.state,
      since: lostAt === null ? null : utcText(lostAt),
      component: COMPONENT_NAME,
      heardMs: heardAt && elapsedMs(heardAt, now),
      upMs: upAt === null ? 0 : elapsedMs(upAt, now),
      refusal,
      nowMs: now.wallMs,
    }),
  );
}

function banner(warned) {
  byId('banner').hidden = warned === null;
  byId('banner').dataset.level = warned?.level ?? '';
  setText(byId('banner-text'), warned?.text ?? '');
  setText(byId('banner-detail'), warned?.seconds != null ? `Next attempt in ${warned.seconds} s.` : '');
  byId('retry').hidden = !warned?.retry;
}

function drawState(freshnessOf, now) {
  const reading = readings.get(keyOf('event', 'summaryState', 'summaryState'));
  const word = byId('summary-state');
  const note = byId('summary-note');
  if (!reading) {
    setText(word, 'NO STATE YET');
    setText(note, `${COMPONENT_NAME} has not reported a state to this page.`);
    word.dataset.state = 'none';
    word.dataset.freshness = 'stale';
    return;
  }
  const judged = freshnessOf(reading);
  setText(word, summaryStateWord(reading.value));
  word.dataset.state = String(reading.value);
  word.dataset.freshness = judged;
  setText(
    note,
    judged === 'held'
      ? `Received ${utcText(reading.at.wallMs)} UTC; the component is sending.`
      : `Last known, not confirmed: received ${ageText(elapsedMs(reading.at, now))} ago.`,
  );
}

function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

byId('edge').textContent = location.host;
byId('state-title').textContent = COMPONENT_NAME;
document.title = `${COMPONENT_NAME} - Firstlight`;
show('starting');
setInterval(draw, DRAW_MS);
document.addEventListener('visibilitychange', draw);
start();
