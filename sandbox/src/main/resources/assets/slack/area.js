// The workspace itself, for whoever looks after it: invitations, people, apps and what is made to go wrong.

import * as api from './api.js';
import { avatar, dateAndTime, el, keepingFocus } from './dom.js';

export class Area {
  #place = document.getElementById('place');
  #refresh;
  #drawn = '';
  #faults = [];
  #note = '';

  constructor({ refresh }) {
    this.#refresh = refresh;
  }

  async show(state, hrefOf) {
    this.#draw(state, hrefOf);
    this.#faults = (await api.faults()).body?.faults ?? this.#faults;
    this.#draw(state, hrefOf);
  }

  left() {
    this.#drawn = '';
    this.#note = '';
  }

  #draw(state, hrefOf) {
    if (state.where !== 'workspace') {
      return;
    }
    const now = JSON.stringify([state.me, state.invitations, state.members, state.apps, this.#faults, this.#note]);
    if (this.#drawn !== now) {
      this.#drawn = now;
      keepingFocus(this.#place, () => this.#place.replaceChildren(
        this.#invitations(state), this.#people(state, hrefOf), this.#apps(state), this.#wrong()));
    }
  }

  #invitations(state) {
    const rows = state.invitations.toReversed().map(invitation => el('tr', {},
      el('th', { scope: 'row', 'data-label': 'E-mail' }, invitation.email),
      el('td', { 'data-label': 'Name', dir: 'auto' }, `${invitation.firstName} ${invitation.lastName}`.trim()),
      el('td', { 'data-label': 'Channels' }, invitation.channels.map(id => `#${state.names.channel(id) ?? id}`).join(', ')),
      el('td', { 'data-label': 'Invited' }, dateAndTime(new Date(invitation.invitedAt))),
      el('td', { 'data-label': 'E-mails sent' }, String(invitation.emailsSent)),
      el('td', { 'data-label': 'Accepted' }, invitation.acceptedAt
        ? dateAndTime(new Date(invitation.acceptedAt))
        : el('button', {
          type: 'button', class: 'act', 'data-focus': `accept/${invitation.email}`, 'aria-label': `Accept the invitation of ${invitation.email}`,
          click: () => this.#do(() => api.accept(invitation.email)),
        }, 'Accept'))));
    return part('Invitations', state.invitations.length, rows.length === 0
      ? el('p', {}, 'Nobody has been invited yet.')
      : table(['E-mail', 'Name', 'Channels', 'Invited', 'E-mails sent', 'Accepted'], rows),
    this.#note && el('p', { class: 'trouble', role: 'alert' }, this.#note));
  }

  #people(state, hrefOf) {
    const rows = state.members.filter(member => !member.is_bot).map(member => {
      const name = state.names.member(member.id);
      const active = !member.deleted && state.people.some(person => person.id === member.id);
      return el('tr', {},
        el('th', { scope: 'row', 'data-label': 'Name' }, el('span', { class: 'who' }, avatar(name, member.id), el('span', { dir: 'auto' }, name))),
        el('td', { 'data-label': 'E-mail' }, member.profile.email ?? ''),
        el('td', { 'data-label': 'Account' }, member.deleted ? 'deactivated' : active ? 'active' : 'invited'),
        el('td', { 'data-label': 'Time zone' }, member.tz ?? ''),
        el('td', { 'data-label': 'Go' }, member.id === state.me ? 'you' : active && el('span', {},
          el('a', { href: hrefOf(state.me, member.id), 'data-go': true, 'aria-label': `Message ${name}` }, 'Message'), ' · ',
          el('a', { href: hrefOf(member.id), target: '_blank', 'aria-label': `Act as ${name} in another window` }, 'Act as'))));
    });
    return part('People', rows.length, table(['Name', 'E-mail', 'Account', 'Time zone', 'Go'], rows));
  }

  #apps(state) {
    const { botToken, appToken } = document.body.dataset;
    const tokens = { Connections: apps => String(apps.connections ?? 0), Commands: apps => apps.commands.join(', ') || 'none' };
    return part('Apps', state.apps.length,
      el('p', {}, 'Slack’s own clients work here: give them these emulated tokens and this address of the Web API.'),
      el('dl', { class: 'facts' }, fact('Web API', new URL('/api/', location.href).href), fact('Bot token', botToken), fact('App token', appToken)),
      table(['App', 'Connections', 'Commands'], state.apps.map(app => el('tr', {},
        el('th', { scope: 'row', 'data-label': 'App', dir: 'auto' }, app.name),
        Object.entries(tokens).map(([label, read]) => el('td', { 'data-label': label }, read(app)))))));
  }

  #wrong() {
    const rows = this.#faults.map(fault => el('tr', {},
      el('th', { scope: 'row', 'data-label': 'Method' }, fault.operation),
      el('td', { 'data-label': 'What happens' }, describe(fault))));
    return part('Faults in force', rows.length,
      rows.length === 0
        ? el('p', {}, 'None. Put one in force with ', el('code', {}, 'PUT /sandbox/faults'), ', such as ',
          el('code', {}, '{"operation": "chat.postMessage", "kind": "throttle", "retryAfter": 30}'), '.')
        : [table(['Method', 'What happens'], rows),
          el('button', { type: 'button', class: 'act', 'data-focus': 'faults', click: () => this.#do(api.clearFaults) }, 'Mend all')]);
  }

  async #do(work) {
    this.#note = (await work()).problem ?? '';
    this.#refresh();
  }
}

const part = (title, count, ...content) => el('section', {}, el('h3', {}, title, ' ', el('small', {}, String(count))), content);
const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, el('code', {}, value)));
const table = (heads, rows) => el('table', { class: 'cards' },
  el('thead', {}, el('tr', {}, heads.map(head => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows));

const describe = fault => Object.entries(fault)
  .filter(([name, value]) => name !== 'operation' && value !== null)
  .map(([name, value]) => (name === 'kind' ? value : `${name} ${value}`)).join(', ');
