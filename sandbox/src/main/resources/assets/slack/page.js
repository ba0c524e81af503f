// One person's Slack, kept up to date by the emulator's change signals.

import * as api from './api.js';
import { Area } from './area.js';
import { blocksOf } from './blocks.js';
import { Conversation } from './conversation.js';
import { avatar, el, keepingFocus } from './dom.js';
import { Modal, confirmed } from './modal.js';
import { Reading, Sidebar } from './sidebar.js';
import { Standups } from './standups.js';

const frame = document.getElementById('slack');
const title = document.getElementById('title');
const about = document.getElementById('about');
const tabs = document.getElementById('tabs');
const talk = document.getElementById('talk');
const place = document.getElementById('place');
const away = document.getElementById('away');

const sidebar = new Sidebar({ be: user => go(hrefOf(user)) });
const conversation = new Conversation({ refresh, confirmed });
const modal = new Modal({ refresh });
const area = new Area({ refresh });
const standups = new Standups();

let data = null;
let members = '';
let namesVersion = 0;
let reading = null;
let home = { key: '', drawn: '', message: '' };

// Where one is: who, in which conversation, and on which side of an app.

const asked = () => Object.fromEntries(new URL(location.href).searchParams);

function hrefOf(as, where, tab) {
  return `?${new URLSearchParams({ as, ...(where ? { in: where } : {}), ...(tab ? { tab } : {}) })}`;
}

function go(href, instead = false) {
  history[instead ? 'replaceState' : 'pushState'](null, '', href);
  render();
  refresh();
  if (!instead && asked().in) {
    document.getElementById('pane').focus({ preventScroll: true });
  }
}

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-go]');
  if (link && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});
addEventListener('popstate', () => {
  render();
  refresh();
});
document.addEventListener('visibilitychange', render);

// What there is: fetched whole for one person, whenever something changed, and one fetch after another.

let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    do {
      again = false;
      const began = performance.now();
      await fetchWorkspace();
      if (again) {
        await new Promise(resolve => setTimeout(resolve, performance.now() - began));
      }
    } while (again);
  } finally {
    fetching = false;
  }
}

async function fetchWorkspace() {
  const user = asked().as;
  const { body, problem } = await api.workspace(user);
  away.hidden = !problem;
  away.textContent = problem ?? '';
  if (body && user === asked().as) {
    data = body;
    render();
  }
}

function stateOf(as, where) {
  const known = new Map(data.members.map(member => [member.id, member]));
  const channels = new Map(data.channels.map(channel => [channel.id, channel]));
  const people = data.members.filter(member => !member.is_bot && !member.deleted && !member.is_invited_user);
  const shown = member => member.profile.display_name || member.profile.real_name || member.name;
  if (JSON.stringify(data.members) !== members) {
    members = JSON.stringify(data.members);
    namesVersion++;
  }
  return {
    ...data,
    me: as,
    where,
    people,
    namesVersion: `${as} ${namesVersion}`,
    names: {
      me: as,
      member: id => known.has(id) ? shown(known.get(id)) : undefined,
      channel: id => channels.get(id)?.name,
      people: () => people.map(person => [person.id, shown(person)]),
      channels: () => data.channels.filter(channel => !channel.is_im).map(channel => [channel.id, `#${channel.name}`]),
    },
  };
}

// What is shown of it.

function render() {
  if (!data) {
    return;
  }
  const { as, in: where, tab } = asked();
  const people = data.members.filter(member => !member.is_bot && !member.deleted && !member.is_invited_user);
  if (!people.some(person => person.id === as)) {
    if (people.length > 0) {
      go(hrefOf(people[0].id, where, tab), true);
    }
    return;
  }
  const state = stateOf(as, where);
  if (reading?.user !== as) {
    reading = Object.assign(new Reading(as), { user: as });
  }
  const current = placeOf(state, where, tab);
  frame.dataset.pane = where ? 'place' : 'list';
  if (current.channel && !document.hidden && !talk.hidden && (where || matchMedia('(min-width: 48rem)').matches)) {
    reading.read(current.channel);
  }
  head(state, current);
  talk.hidden = current.kind !== 'talk';
  place.hidden = current.kind === 'talk';
  if (current.kind !== 'workspace') {
    area.left();
  }
  if (current.kind !== 'home') {
    delete place.dataset.shows;
  }
  if (current.kind === 'talk') {
    conversation.show(state, current);
  } else if (current.kind === 'workspace') {
    area.show(state, hrefOf);
  } else {
    showHome(state, current.app);
  }
  const groups = groupsOf(state, current);
  sidebar.show(state, groups);
  const unread = groups.flatMap(group => group.places).reduce((sum, one) => sum + (one.current ? 0 : (one.unread ?? 0)), 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${current.title} · ${data.team.name}`;
  standups.naming(state.names);
  modal.show(state, data.views.findLast(view => view.type === 'modal' && view.user === as));
}

/** Whatever the address names, or else the first channel there is. */
function placeOf(state, where, tab) {
  const app = state.apps.find(candidate => candidate.user === where);
  if (where === 'workspace') {
    return { kind: 'workspace', key: 'workspace', title: 'Workspace', about: 'Who is here, who was invited, and how to connect.' };
  }
  if (app && tab === 'home') {
    return { kind: 'home', key: where, title: app.name, about: 'App', app };
  }
  const channel = state.channels.find(candidate => candidate.id === where)
    ?? state.channels.find(candidate => candidate.is_im && candidate.user === where);
  const other = channel?.is_im ? channel.user : state.names.member(where) && where;
  if (other) {
    return { kind: 'talk', key: `${state.me} ${other}`, title: state.names.member(other) ?? other, about: app ? 'App' : 'Direct messages', channel, to: channel?.id ?? other, app, other };
  }
  const shown = channel ?? state.channels.find(candidate => !candidate.is_im);
  if (!shown) {
    return { kind: 'workspace', key: 'workspace', title: 'Workspace', about: 'You are in no channel yet.' };
  }
  const count = shown.members.length;
  return { kind: 'talk', key: `${state.me} ${shown.id}`, title: `#${shown.name}`, about: `${count} ${count === 1 ? 'member' : 'members'}`, channel: shown, to: shown.id };
}

function groupsOf(state, current) {
  const at = (key, channel) => ({ key, unread: channel ? reading.unread(channel) : 0 });
  const users = new Set(state.apps.map(app => app.user));
  const direct = new Map(state.channels.filter(channel => channel.is_im).map(channel => [channel.user, channel]));
  if (current.other && !users.has(current.other) && !direct.has(current.other)) {
    direct.set(current.other, undefined);
  }
  return [
    { title: 'Channels', places: state.channels.filter(channel => !channel.is_im).map(channel => ({
      ...at(channel.id, channel), title: channel.name, sign: channel.is_private ? '🔒' : '#', href: hrefOf(state.me, channel.id), current: current.channel === channel })) },
    { title: 'Direct messages', places: [...direct].filter(([user]) => !users.has(user)).map(([user, channel]) => ({
      ...at(user, channel), title: state.names.member(user) ?? user, href: hrefOf(state.me, user), current: current.other === user })) },
    { title: 'Apps', places: state.apps.map(app => ({
      ...at(app.user, direct.get(app.user)), title: app.name, href: hrefOf(state.me, app.user), current: current.app === app })) },
    { title: 'Behind the scenes', places: [{
      key: 'workspace', title: 'Workspace', sign: '⚙', href: hrefOf(state.me, 'workspace'), current: current.kind === 'workspace' }] },
  ];
}

function head(state, current) {
  const now = JSON.stringify([current.title, current.about, current.app?.id, current.kind, state.me]);
  if (title.dataset.drawn === now) {
    return;
  }
  title.dataset.drawn = now;
  title.textContent = current.title;
  about.textContent = current.about;
  document.getElementById('back').href = hrefOf(state.me);
  tabs.hidden = !current.app;
  if (current.app) {
    keepingFocus(tabs, () => tabs.replaceChildren(...[['Messages', ''], ['Home', 'home']].map(([label, tab]) => el('a', {
      href: hrefOf(state.me, current.app.user, tab), 'data-go': true, 'data-focus': `tab-${tab}`,
      'aria-current': (current.kind === 'home') === (tab === 'home') ? 'page' : null,
    }, label))));
  }
}

/** An App Home, which the app is told of each time that somebody comes to it. */
function showHome(state, app) {
  const key = `${state.me} ${app.id}`;
  const view = state.views.find(candidate => candidate.type === 'home' && candidate.user === state.me && candidate.app_id === app.id);
  const arrived = home.key !== key || place.dataset.shows !== key;
  if (arrived) {
    home = { key, drawn: '', message: 'Opening…' };
    place.dataset.shows = key;
    api.act(state.me, 'home', { app: app.id }).then(answer => {
      home.message = answer.problem ?? answer.body.message ?? '';
      refresh();
    });
  }
  const now = JSON.stringify([view?.hash, home.message, home.trouble, state.namesVersion]);
  if (home.drawn !== now) {
    home.drawn = now;
    const use = async (element, value) => {
      if (!element.confirm || (await confirmed(element.confirm))) {
        home.trouble = api.trouble(await api.act(state.me, 'actions', { view_id: view.id, action_id: element.action_id, value }));
        refresh();
      }
    };
    keepingFocus(place, () => place.replaceChildren(el('div', { class: 'home' },
      view ? blocksOf(view.blocks, { id: view.id, names: state.names, values: view.state?.values, use })
        : el('p', { class: 'nothing' }, avatar(app.name, app.user), home.message),
      home.trouble && el('p', { class: 'trouble', role: 'alert' }, home.trouble))));
  }
}

const changes = new EventSource('/sandbox/changes');
changes.addEventListener('open', refresh);
changes.addEventListener('message', refresh);
standups.start();
refresh();
