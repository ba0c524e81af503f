// The messages of one conversation, its threads, and the composer.

import { act, trouble } from './api.js';
import { blocksOf } from './blocks.js';
import { avatar, dayOf, el, instantOf, keepingFocus, renew, time } from './dom.js';
import { emoji, mrkdwn, plain } from './mrkdwn.js';

const SHOWN_AT_FIRST = 60;
const SHOWN_MORE = 200;
const UNFOLDED = 8;
const TOGETHER = 5 * 60_000;

export class Conversation {
  #stream = document.getElementById('stream');
  #list = document.getElementById('messages');
  #earlier = document.getElementById('earlier');
  #latest = document.getElementById('latest');
  #composer = document.getElementById('composer');
  #text = document.getElementById('text');
  #note = document.getElementById('note');
  #news = document.getElementById('news');
  #refresh;
  #confirmed;
  #state = null;
  #place = null;
  #shown = SHOWN_AT_FIRST;
  #known = new Set();
  #drafts = new Map();
  #troubles = new Map();
  #folded = new Map();
  #pinned = true;

  /** `confirmed` asks a person whether they mean it; `refresh` shows what became of what they did. */
  constructor({ refresh, confirmed }) {
    this.#refresh = refresh;
    this.#confirmed = confirmed;
    this.#composer.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener('keydown', sendsOnEnter(this.#composer));
    this.#stream.addEventListener('scroll', () => {
      this.#pinned = this.#stream.scrollHeight - this.#stream.scrollTop - this.#stream.clientHeight < 48;
      this.#latest.hidden ||= this.#pinned;
    }, { passive: true });
    this.#latest.addEventListener('click', () => this.#toEnd());
    this.#earlier.addEventListener('click', () => this.#showEarlier());
    new ResizeObserver(() => this.#pinned && this.#toEnd()).observe(this.#stream);
  }

  /** Shows a conversation: `{ key, title, channel?, to }`, where `to` is whom a message goes to. */
  show(state, place) {
    const other = this.#place?.key !== place.key;
    if (other) {
      this.#drafts.set(this.#place?.key, this.#text.value);
      this.#shown = SHOWN_AT_FIRST;
      this.#pinned = true;
      this.#note.textContent = '';
      this.#list.replaceChildren();
      this.#text.value = this.#drafts.get(place.key) ?? '';
    }
    this.#state = state;
    this.#place = place;
    const closed = place.channel?.is_archived ?? false;
    this.#composer.hidden = closed;
    this.#stream.setAttribute('aria-label', `Messages in ${place.title}`);
    const label = `Message ${place.title}`;
    this.#text.setAttribute('aria-label', label);
    this.#text.placeholder = label;
    if (closed) {
      this.#note.textContent = 'This channel is archived.';
    }
    this.#draw(other);
  }

  #draw(other) {
    const messages = this.#messages();
    const roots = messages.filter(message => message.root);
    const window = roots.slice(-this.#shown);
    this.#earlier.hidden = window.length === roots.length;
    const threads = Map.groupBy(messages.filter(message => !message.root), message => message.thread_ts);
    grouped(window);
    keepingFocus(this.#stream, () => {
      this.#renew(this.#list, window);
      for (const message of window) {
        this.#thread(this.#list.querySelector(`:scope > [data-key="${message.ts}"]`), message, threads.get(message.ts) ?? []);
      }
    });
    document.getElementById('empty').hidden = roots.length > 0;
    this.#announce(messages, other);
    if (this.#pinned) {
      this.#toEnd();
    }
  }

  /** All messages that this person sees, oldest first. */
  #messages() {
    const { channel } = this.#place;
    const own = this.#state.ephemerals.filter(message => channel && message.channel === channel.id);
    const all = [...(channel?.messages ?? []), ...own].sort((one, other) => Number(one.ts) - Number(other.ts));
    const there = new Set(all.map(message => message.ts));
    return all.map(message => ({
      ...message,
      root: !message.thread_ts || message.thread_ts === message.ts || !there.has(message.thread_ts),
    }));
  }

  #renew(list, messages) {
    renew(list, messages, {
      key: message => message.ts,
      signature: message => JSON.stringify([
        message.text, message.blocks, message.edited, message.username, message.icons, message.reactions, message.together,
        message.day, this.#troubles.get(message.ts), this.#state.namesVersion,
      ]),
      fill: (node, message) => this.#fill(node, message),
    });
  }

  #fill(node, message) {
    const by = this.#author(message);
    node.className = ['message', message.together && 'together', message.is_ephemeral && 'ephemeral', message.day && 'first']
      .filter(Boolean).join(' ');
    const body = el('div', { class: 'body' },
      el('p', { class: 'by' },
        el('strong', { dir: 'auto' }, by.name), by.app && el('small', { class: 'badge' }, 'APP'), ' ', time(instantOf(message.ts)),
        message.is_ephemeral && el('small', {}, ' Only visible to you')),
      this.#content(message),
      this.#reactions(message),
      this.#troubles.has(message.ts) && el('p', { class: 'trouble', role: 'alert' }, this.#troubles.get(message.ts)));
    const thread = node.querySelector(':scope > .thread') ?? el('div', { class: 'thread' });
    node.replaceChildren(
      ...[message.day && el('p', { class: 'day' }, el('span', {}, message.day)),
        avatar(by.name, by.id, by.emoji), body, thread].filter(Boolean));
  }

  #content(message) {
    const edited = message.edited && el('small', { class: 'edited' }, ' (edited)');
    if (!message.blocks) {
      return el('div', { class: 'content', dir: 'auto' }, mrkdwn(message.text, this.#state.names), edited);
    }
    const surface = { id: message.ts, names: this.#state.names, use: (element, value) => this.#use(message, element, value) };
    return el('div', { class: 'content', dir: 'auto' }, blocksOf(message.blocks, surface), edited);
  }

  #reactions(message) {
    return message.reactions && el('p', { class: 'reactions' }, message.reactions.map(reaction =>
      el('span', { title: reaction.users.map(user => this.#state.names.member(user) ?? user).join(', ') },
        `${emoji(reaction.name) ?? `:${reaction.name}:`} ${reaction.count}`)));
  }

  #author(message) {
    const app = this.#state.apps.find(candidate => candidate.bot_id === message.bot_id);
    if (message.username) {
      const pictured = message.icons?.image_64?.match(/\/avatars\/(\w+)$/)?.[1];
      const sign = message.icons?.emoji?.replaceAll(':', '');
      return { name: plain(message.username), id: pictured, app: true, emoji: sign && (emoji(sign) ?? '🙂') };
    }
    const id = app?.user ?? message.user;
    return { name: app?.name ?? this.#state.names.member(id) ?? id ?? 'Somebody', id, app: Boolean(message.bot_id) };
  }

  async #use(message, element, value) {
    if (element.confirm && !(await this.#confirmed(element.confirm))) {
      return;
    }
    const pressed = document.activeElement;
    pressed?.setAttribute('aria-busy', 'true');
    this.#troubles.delete(message.ts);
    const answer = await act(this.#state.me, 'actions', {
      channel: this.#place.channel.id, ts: message.ts, action_id: element.action_id, ...(value === undefined ? {} : { value }),
    });
    pressed?.removeAttribute('aria-busy');
    const told = trouble(answer);
    if (told) {
      this.#troubles.set(message.ts, told);
      this.#draw(false);
    }
    this.#refresh();
  }

  /** A message's replies under it, with a place to write another. */
  #thread(node, root, replies) {
    if (root.is_ephemeral) {
      return;
    }
    const thread = node.querySelector(':scope > .thread');
    if (!thread.firstChild) {
      this.#frame(thread, root);
    }
    const [toggle, list, form] = thread.children;
    const folded = this.#folded.get(root.ts) ?? (replies.length > UNFOLDED);
    toggle.hidden = replies.length === 0;
    toggle.textContent = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
    toggle.setAttribute('aria-expanded', String(!folded));
    list.hidden = folded || replies.length === 0;
    grouped(replies, true);
    this.#renew(list, list.hidden ? [] : replies);
    form.querySelector('.start').hidden = folded && replies.length > 0;
  }

  #frame(thread, root) {
    const toggle = el('button', {
      type: 'button', class: 'fold', 'data-focus': `${root.ts}/fold`, click: () => {
        this.#folded.set(root.ts, toggle.getAttribute('aria-expanded') === 'true');
        this.#draw(false);
      },
    });
    const text = el('textarea', { rows: '1', 'aria-label': 'Reply in this thread', placeholder: 'Reply…' });
    const note = el('p', { class: 'note', role: 'status' });
    const write = el('div', { class: 'write', hidden: true }, text, el('button', { type: 'submit' }, 'Reply'));
    const start = el('button', {
      type: 'button', class: 'start', 'aria-expanded': 'false', click: () => {
        write.hidden = !write.hidden;
        start.setAttribute('aria-expanded', String(!write.hidden));
        (write.hidden ? start : text).focus();
      },
    }, 'Reply in thread');
    const form = el('form', {
      class: 'reply', submit: async event => {
        event.preventDefault();
        if (await this.#write(text, note, root.ts)) {
          this.#folded.set(root.ts, false);
        }
      },
    }, start, write, note);
    text.addEventListener('keydown', sendsOnEnter(form));
    thread.append(toggle, el('ol', { class: 'replies' }), form);
  }

  async #send() {
    const [, command, rest] = this.#text.value.match(/^(\/[^\s/]+)(?:\s+([\s\S]*))?$/) ?? [];
    this.#pinned = true;
    if (!command) {
      await this.#write(this.#text, this.#note);
      return;
    }
    if (!this.#state.apps.some(app => app.commands.includes(command))) {
      this.#note.textContent = `${command} is not a command here.`;
      return;
    }
    this.#note.textContent = `${command}…`;
    const line = this.#text.value;
    const answer = await act(this.#state.me, 'commands', { command, text: rest?.trim() ?? '', channel: this.#place.channel?.id });
    this.#done(this.#text, this.#note, answer, line);
  }

  async #write(field, note, thread) {
    const line = field.value;
    if (!line.trim()) {
      return false;
    }
    const answer = await act(this.#state.me, 'messages', { channel: this.#place.to, text: line.trim(), thread_ts: thread });
    return this.#done(field, note, answer, line);
  }

  /** What was written stays where it is unless it arrived. */
  #done(field, note, answer, line) {
    const told = trouble(answer);
    note.textContent = told ?? '';
    if (!told && field.value === line) {
      field.value = '';
    }
    this.#refresh();
    return !told;
  }

  /** Tells those who cannot see it what came in. */
  #announce(messages, other) {
    const fresh = other ? [] : messages.filter(message => !this.#known.has(message.ts));
    const others = fresh.filter(message => message.is_ephemeral || message.user !== this.#state.me);
    this.#known = new Set(messages.map(message => message.ts));
    if (others.length > 0) {
      const last = others.at(-1);
      this.#news.textContent = `${this.#author(last).name}: ${mrkdwn(last.text, this.#state.names).textContent}`.slice(0, 200);
      this.#latest.hidden = this.#pinned;
    }
  }

  #toEnd() {
    this.#stream.scrollTop = this.#stream.scrollHeight;
    this.#latest.hidden = true;
  }

  #showEarlier() {
    const below = this.#stream.scrollHeight - this.#stream.scrollTop;
    this.#shown += SHOWN_MORE;
    this.#pinned = false;
    this.#draw(false);
    this.#stream.scrollTop = this.#stream.scrollHeight - below;
    this.#stream.focus({ preventScroll: true });
  }
}

/** Marks what begins a day, and what follows the same author's message closely. */
function grouped(messages, within) {
  let before = null;
  for (const message of messages) {
    const at = instantOf(message.ts);
    const same = before && instantOf(before.ts).toDateString() === at.toDateString();
    message.day = within || same ? null : dayOf(at);
    message.together = Boolean(same && !message.is_ephemeral && !before.is_ephemeral && author(before) === author(message)
      && at - instantOf(before.ts) < TOGETHER && !before.reply_count);
    before = message;
  }
}

const author = message => message.username ?? message.bot_id ?? message.user;

/** Enter sends, as in Slack; with Shift it begins a new line, and while a word is being composed it is the input method's. */
function sendsOnEnter(form) {
  return event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
}
