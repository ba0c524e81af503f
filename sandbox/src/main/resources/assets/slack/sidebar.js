// Who one is, and where one can go.

import { avatar, el, keepingFocus, renew } from './dom.js';

const READ = user => `muster.read.${user}`;

/** What somebody has read, for each conversation the timestamp of the last message; this browser remembers it. */
export class Reading {
  #user;
  #read = {};

  constructor(user) {
    this.#user = user;
    try {
      this.#read = JSON.parse(localStorage.getItem(READ(user))) ?? {};
    } catch {
      // Without a memory everything is unread after a reload, which does no harm.
    }
  }

  unread(channel) {
    const until = Number(this.#read[channel.id] ?? 0);
    return channel.messages.filter(message => Number(message.ts) > until && message.user !== this.#user).length;
  }

  read(channel) {
    const last = channel.messages.reduce((latest, message) => Math.max(latest, Number(message.ts)), 0);
    if (last > Number(this.#read[channel.id] ?? 0)) {
      this.#read[channel.id] = last;
      try {
        localStorage.setItem(READ(this.#user), JSON.stringify(this.#read));
      } catch {
        // As above.
      }
    }
  }
}

export class Sidebar {
  #me = document.getElementById('me');
  #lists = document.getElementById('lists');

  constructor({ be }) {
    this.#me.addEventListener('change', () => be(this.#me.value));
  }

  /** `places` are the groups of places there are: `{ title, places: [{ key, title, href, unread, current, sign }] }`. */
  show(state, groups) {
    this.#people(state);
    const filled = groups.filter(group => group.places.length > 0);
    keepingFocus(this.#lists, () => renew(this.#lists, filled, {
      tag: 'section',
      key: group => group.title,
      signature: group => JSON.stringify(group),
      fill: (node, group) => this.#fill(node, group),
    }));
  }

  #people(state) {
    const options = state.people.map(person => [person.id, state.names.member(person.id)]);
    const wanted = JSON.stringify(options);
    if (this.#me.dataset.options !== wanted) {
      this.#me.dataset.options = wanted;
      this.#me.replaceChildren(...options.map(([id, name]) => el('option', { value: id }, name)));
    }
    this.#me.value = state.me;
  }

  #fill(node, group) {
    const id = `group-${group.title.toLowerCase().replaceAll(/\W+/g, '-')}`;
    node.removeAttribute('tabindex');
    node.setAttribute('aria-labelledby', id);
    node.replaceChildren(
      el('h2', { id }, group.title),
      el('ul', {}, group.places.map(place => el('li', {}, this.#place(place)))));
  }

  #place(place) {
    const unread = place.unread > 0 && !place.current;
    return el('a', {
      href: place.href, 'data-go': true, 'data-focus': place.key, 'aria-current': place.current ? 'page' : null, class: unread ? 'unread' : null,
    },
    place.sign ? el('span', { class: 'sign', 'aria-hidden': 'true' }, place.sign) : avatar(place.title, place.key),
    el('span', { class: 'name', dir: 'auto' }, place.title),
    unread && el('span', { class: 'count' }, place.unread > 99 ? '99+' : String(place.unread), el('span', { class: 'unseen' }, ' unread')));
  }
}
