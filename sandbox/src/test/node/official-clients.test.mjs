// Slack's own clients for Node against the emulated Slack, whose address comes from the environment; what people do, and
// an app of the test's own, come through the emulator's control side.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';

const { SLACK_ADDRESS } = process.env;
const MARA = 'U0ADMIN';
const GENERAL = 'C0GENERAL';

const clientOptions = { slackApiUrl: `${SLACK_ADDRESS}api/` };

/** Asks the control side. */
async function control(method, path, body) {
  const response = await fetch(`${SLACK_ADDRESS}sandbox/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

/** Does something as a person, and answers what that person then sees. */
const asMara = (doing, body) => control('POST', `members/${MARA}/${doing}`, body);

/** Waits for something to become true, and answers it. */
async function until(what, condition) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await condition();
    if (found) return found;
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const installed = await control('POST', 'apps', {
  name: 'Crew', commands: ['/crew'], events: ['app_home_opened', 'member_joined_channel', 'message.im'],
});
await control('PUT', 'members', { members: [{ id: installed.user, channels: [GENERAL] }] });

async function calls(operation) {
  return (await control('GET', `calls?operation=${operation}`)).calls;
}

describe('@slack/web-api', () => {
  const web = new WebClient(installed.bot_token, clientOptions);

  test('a token tells who it is', async () => {
    const self = await web.auth.test();

    assert.equal(self.ok, true);
    assert.equal(self.team_id, 'T0MUSTER');
    assert.match(self.user_id, /^U/);
    assert.match(self.bot_id, /^B/);
  });

  test('a message with blocks and metadata is posted, found again and changed', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Report* of today' } }];
    const metadata = { event_type: 'report', event_payload: { effect: 'post:1' } };

    const posted = await web.chat.postMessage({ channel: GENERAL, text: 'Report of today', blocks, metadata });
    const found = await web.conversations.history({ channel: GENERAL, include_all_metadata: true, limit: 1 });
    const changed = await web.chat.update({ channel: GENERAL, ts: posted.ts, text: 'Report of today, changed', blocks });
    const again = await web.conversations.history({
      channel: GENERAL, latest: posted.ts, inclusive: true, include_all_metadata: true, limit: 1,
    });

    assert.equal(posted.channel, GENERAL);
    assert.equal(found.messages[0].ts, posted.ts);
    assert.equal(found.messages[0].blocks[0].text.text, '*Report* of today');
    assert.deepEqual(found.messages[0].metadata, metadata);
    assert.equal(changed.ts, posted.ts);
    assert.equal(again.messages[0].text, 'Report of today, changed');
    assert.deepEqual(again.messages[0].metadata, metadata);
  });

  test('the members of a channel come page by page', async () => {
    const pages = [];
    for await (const page of web.paginate('conversations.members', { channel: GENERAL, limit: 2 })) {
      pages.push(page.members);
    }

    const shown = (await control('GET', 'workspace')).channels.find((channel) => channel.id === GENERAL);
    assert.ok(pages.length > 1);
    assert.ok(pages.every((page) => page.length <= 2));
    assert.deepEqual(pages.flat().sort(), [...shown.members].sort());
  });

  test('a member has a name, a time zone and a picture', async () => {
    const { user } = await web.users.info({ user: MARA });

    assert.equal(user.id, MARA);
    assert.equal(user.is_bot, false);
    assert.ok(user.tz.includes('/'));
    assert.ok(user.profile.real_name);
    assert.ok(user.profile.image_48.startsWith('http'));
  });

  test('an error keeps its code', async () => {
    await assert.rejects(web.users.info({ user: 'U0NOBODY' }), (error) => error.data.error === 'user_not_found');
  });

  test('a call that came too early is made again as late as it was told', async () => {
    const before = (await calls('users.info')).length;
    await control('PUT', 'faults', { operation: 'users.info', kind: 'throttle', retryAfter: 1, times: 1 });

    const { user } = await web.users.info({ user: MARA });

    const made = (await calls('users.info')).slice(before);
    assert.equal(user.id, MARA);
    assert.deepEqual(made.map((call) => call.status), [429, 200]);
    assert.ok(Date.parse(made[1].at) - Date.parse(made[0].at) >= 990);
  });
});

describe('@slack/bolt over @slack/socket-mode', () => {
  const seen = { messages: [], joined: [], submitted: [], clicks: 0 };
  const app = new bolt.App({
    token: installed.bot_token,
    appToken: installed.app_token,
    socketMode: true,
    clientOptions,
  });
  let direct;

  const connections = async () => {
    const { apps } = await control('GET', 'workspace');
    return apps.find((one) => one.id === installed.id).connections;
  };
  const modal = async () => (await control('GET', `workspace?user=${MARA}`)).views.find((view) => view.type === 'modal');

  before(async () => {
    app.command('/crew', ({ command, ack }) => ack(`Heard: ${command.text}`));
    app.action('open_report', async ({ ack, body, client }) => {
      await ack();
      seen.clicks += 1;
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'report',
          title: { type: 'plain_text', text: 'Report' },
          submit: { type: 'plain_text', text: 'Send' },
          blocks: [{
            type: 'input',
            block_id: 'today',
            label: { type: 'plain_text', text: 'Today?' },
            element: { type: 'plain_text_input', action_id: 'answer' },
          }],
        },
      });
    });
    app.view('report', async ({ ack, view }) => {
      const answer = view.state.values.today.answer.value;
      if (answer.length < 5) {
        await ack({ response_action: 'errors', errors: { today: 'Say more' } });
      } else {
        seen.submitted.push(answer);
        await ack({ response_action: 'clear' });
      }
    });
    app.message(async ({ message }) => { seen.messages.push(message); });
    app.event('member_joined_channel', async ({ event }) => { seen.joined.push(event); });
    app.event('app_home_opened', ({ event, client }) => client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Welcome home' } }] },
    }));
    await app.start();
    await until('the app is connected', async () => (await connections()) === 1);
    direct = (await app.client.conversations.open({ users: MARA })).channel.id;
  });

  after(() => app.stop());

  test('a command is answered with text', async () => {
    const outcome = await asMara('commands', { command: '/crew', text: 'start now', channel: GENERAL });

    assert.equal(outcome.acknowledged, true);
    assert.equal(outcome.ephemeral, 'Heard: start now');
  });

  test('a button opens a modal, which tells of errors and is cleared', async () => {
    const { ts } = await app.client.chat.postMessage({
      channel: direct,
      text: 'Ready?',
      blocks: [{
        type: 'actions',
        elements: [{ type: 'button', action_id: 'open_report', text: { type: 'plain_text', text: 'Open Report' } }],
      }],
    });

    const pressed = await asMara('actions', { channel: direct, ts, action_id: 'open_report' });
    assert.equal(pressed.acknowledged, true);
    const view = await until('the modal is open', modal);
    assert.equal(view.callback_id, 'report');

    const refused = await asMara('submissions', { view_id: view.id, values: { today: { answer: 'No' } } });
    assert.equal(refused.acknowledged, true);
    assert.deepEqual(refused.errors, { today: 'Say more' });
    assert.equal((await modal()).id, view.id);

    const accepted = await asMara('submissions', { view_id: view.id, values: { today: { answer: 'Write the tests' } } });
    assert.equal(accepted.acknowledged, true);
    assert.equal(accepted.errors, null);
    assert.equal(await modal(), undefined);
    assert.deepEqual(seen.submitted, ['Write the tests']);
    assert.equal(seen.clicks, 1);
  });

  test('a direct message is an event', async () => {
    await asMara('messages', { channel: direct, text: 'Good morning' });

    const message = await until('the message arrived', () => seen.messages.find(({ text }) => text === 'Good morning'));
    assert.equal(message.user, MARA);
    assert.equal(message.channel, direct);
    assert.equal(message.channel_type, 'im');
  });

  test('joining a channel is an event', async () => {
    const bot = (await app.client.auth.test()).user_id;
    const { channels: [crew] } = await control('PUT', 'channels', { channels: [{ name: 'crew', members: [bot] }] });

    await control('PUT', 'channels', { channels: [{ id: crew.id, members: [bot, MARA] }] });

    const joined = await until('somebody joined', () => seen.joined.find(({ user }) => user === MARA));
    assert.equal(joined.channel, crew.id);
  });

  test('a home is published when it is opened', async () => {
    const home = await until('the home is published', async () => {
      const outcome = await asMara('home', { app: installed.id });
      return outcome.view && outcome;
    });

    assert.equal(home.acknowledged, true);
    assert.equal(home.view.type, 'home');
    assert.equal(home.view.blocks[0].text.text, 'Welcome home');
  });

  for (const disturbance of [{ action: 'disconnect', reason: 'refresh_requested' }, { action: 'cut' }]) {
    test(`the app connects anew after a ${disturbance.action}`, async () => {
      const opened = (await calls('apps.connections.open')).length;

      await control('PUT', 'socket', { app: installed.id, ...disturbance });

      await until('the app is connected anew', async () =>
        (await calls('apps.connections.open')).length > opened && (await connections()) === 1);
      const outcome = await asMara('commands', { command: '/crew', text: 'again', channel: GENERAL });
      assert.equal(outcome.ephemeral, 'Heard: again');
    });
  }
});
