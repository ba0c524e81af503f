// The emulator's control side, as the page uses it.

const PATIENCE = 20_000;
const AWAY = 'The emulated Slack does not answer. Is the sandbox still running?';

async function ask(path, options = {}) {
  try {
    const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
    const body = await answer.json().catch(() => ({}));
    return answer.ok ? { body } : { problem: body.detail ?? `The sandbox answered with HTTP status ${answer.status}.` };
  } catch {
    return { problem: AWAY };
  }
}

const json = (method, body) => ({ method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const workspace = user => ask(`/sandbox/workspace${user ? `?user=${encodeURIComponent(user)}` : ''}`);
export const faults = () => ask('/sandbox/faults');
export const clearFaults = () => ask('/sandbox/faults', { method: 'DELETE' });
export const accept = email => ask(`/sandbox/invitations/${encodeURIComponent(email)}/acceptance`, { method: 'POST' });
export const standups = () => ask('/sandbox/standups');
export const tick = (id, phase) => ask(`/sandbox/standups/${encodeURIComponent(id)}/ticks`, json('POST', { phase }));

/** What a person does: `actions`, `submissions`, `closings`, `commands`, `messages` or `home`. */
export const act = (user, doing, body) => ask(`/sandbox/members/${encodeURIComponent(user)}/${doing}`, json('POST', body));

/** What to tell a person of what they did, or nothing if all went well. */
export function trouble({ body, problem }) {
  if (problem) {
    return problem;
  }
  if (body.acknowledged || body.errors) {
    return null;
  }
  const told = body.message ?? '';
  return told.includes('did not respond') ? told : `The app did not respond. ${told}`.trim();
}
