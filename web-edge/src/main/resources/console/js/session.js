// Who is logged in: LOVE's REST calls, and the token, kept for this tab only.

import { learnEdgeTime } from './clock.js';

const KEY = 'firstlight.token';
const TIMEOUT_MS = 10_000;

/** A session: `{token, userName, mayCommand}`. */
function sessionOf(answer) {
  learnEdgeTime(answer.time_data?.utc);
  return {
    token: answer.token,
    userName: answer.user?.username ?? '',
    mayCommand: answer.permissions?.execute_commands === true,
  };
}

/**
 * Logs in. Resolves to `{outcome: 'in', session}`, `{outcome: 'rejected'}`, `{outcome: 'wait', seconds}`, `{outcome: 'unreachable'}`
 * or `{outcome: 'failed', status}`.
 */
export async function logIn(username, password) {
  const answer = await call('POST', 'get-token/', null, { username, password });
  switch (answer?.status) {
    case undefined:
      return { outcome: 'unreachable' };
    case 200:
      return remember(await read(answer));
    case 400:
      return { outcome: 'rejected' };
    case 429:
      return { outcome: 'wait', seconds: Number(answer.headers.get('Retry-After')) || null };
    default:
      return { outcome: 'failed', status: answer.status };
  }
}

/**
 * The session of the remembered token: `{outcome: 'in', session}`, `{outcome: 'none'}`, `{outcome: 'rejected'}`, or
 * `{outcome: 'unreachable'}` when the edge does not say.
 */
export async function resume() {
  const token = sessionStorage.getItem(KEY);
  if (!token) {
    return { outcome: 'none' };
  }
  const answer = await call('GET', 'validate-token/no_config/', token);
  if (answer?.status === 200) {
    return remember(await read(answer));
  }
  if (answer?.status === 401 || answer?.status === 403) {
    forget();
    return { outcome: 'rejected' };
  }
  return { outcome: 'unreachable' };
}

/** Forgets the token here, and tells the edge; resolves to whether the edge has revoked it. */
export async function logOut(token) {
  forget();
  const answer = await call('DELETE', 'logout/', token);
  return answer?.status === 204 || answer?.status === 401;
}

/** Forgets the token. */
export function forget() {
  sessionStorage.removeItem(KEY);
}

function remember(answer) {
  if (typeof answer?.token !== 'string') {
    return { outcome: 'unreachable' };
  }
  sessionStorage.setItem(KEY, answer.token);
  return { outcome: 'in', session: sessionOf(answer) };
}

// No answer, be it the network or the time, is null.
async function call(method, path, token, body) {
  const headers = { Accept: 'application/json' };
  if (token) {
    headers.Authorization = `Token ${token}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  try {
    return await fetch(new URL(`manager/api/${path}`, document.baseURI), {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return null;
  }
}

async function read(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}
