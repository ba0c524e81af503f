// The standups of the gateway, and their phases fired by hand.

import * as api from './api.js';
import { el, keepingFocus } from './dom.js';

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const SHORT = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const PHASES = { ASK: 'Ask now', REMIND: 'Remind', CLOSE: 'Close now' };
const DONE = { ASK: 'Asked', REMIND: 'Reminded', CLOSE: 'Closed' };
const LOOK_AGAIN = 15_000;

export class Standups {
  #panel = document.getElementById('standups');
  #list = document.getElementById('standup-list');
  #note = document.getElementById('standup-note');
  #drawn = '';
  #standups = [];
  #channel = id => id;

  /** Shows the panel, and keeps it up to date; where no gateway is known there is none. */
  start() {
    if (!this.#panel) {
      return;
    }
    const again = async () => {
      await this.#look();
      setTimeout(again, LOOK_AGAIN);
    };
    again();
  }

  /** How channels are named. */
  naming(names) {
    this.#channel = id => names.channel(id) ?? id;
    if (this.#panel) {
      this.#draw();
    }
  }

  async #look() {
    if (document.hidden) {
      return;
    }
    const { body, problem } = await api.standups();
    this.#note.dataset.away = problem ? 'yes' : '';
    if (problem) {
      this.#note.textContent = problem;
      return;
    }
    if (this.#note.classList.contains('trouble')) {
      this.#say('', false);
    }
    this.#standups = body.standups ?? [];
    this.#draw();
  }

  #draw() {
    const now = JSON.stringify(this.#standups.map(standup => [standup, this.#channel(standup.channel), times(standup)]));
    if (now !== this.#drawn) {
      this.#drawn = now;
      keepingFocus(this.#list, () => this.#list.replaceChildren(...this.#standups.map(standup => this.#card(standup))));
    }
  }

  #card(standup) {
    return el('li', {},
      el('h3', { dir: 'auto' }, standup.name, ' ', el('small', {}, `#${this.#channel(standup.channel)}`)),
      times(standup).map(line => el('p', {}, line)),
      el('div', { class: 'phases', role: 'group', 'aria-label': standup.name }, Object.entries(PHASES).map(([phase, label]) =>
        el('button', {
          type: 'button', 'data-focus': `${standup.id}/${phase}`, class: phase === 'ASK' ? 'primary' : null, click: event => this.#fire(standup, phase, event.currentTarget),
        }, label))));
  }

  async #fire(standup, phase, button) {
    if (button.getAttribute('aria-busy') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    const { body, problem } = await api.tick(standup.id, phase);
    button.removeAttribute('aria-busy');
    this.#say(problem ?? (body.published === false
      ? `${standup.name}: done before, so nothing happened.`
      : `${standup.name}: ${DONE[phase]}.`), Boolean(problem));
  }

  #say(text, bad) {
    this.#note.textContent = text;
    this.#note.classList.toggle('trouble', bad);
  }
}

/** When a standup asks and reports, and when it does so next. */
function times(standup) {
  const remind = standup.remindAt ? `, reminds ${standup.remindAt}` : '';
  const usual = `${span(standup.days)} · asks ${standup.askAt}${remind}, reports ${standup.reportAt}`;
  return [usual, standup.enabled === false ? 'By hand only' : `${upcoming(standup)} · ${standup.zone}`];
}

function span(days) {
  const at = days.map(day => DAYS.indexOf(day)).sort((one, other) => one - other);
  const whole = at.length > 2 && at.at(-1) - at[0] === at.length - 1;
  return whole ? `${SHORT[at[0]]}–${SHORT[at.at(-1)]}` : at.map(day => SHORT[day]).join(', ');
}

/** Nothing where this browser does not know the zone. */
function upcoming(standup) {
  try {
    return `Next: ${next(standup)}`;
  } catch {
    return 'By its own clock';
  }
}

/** The next time that a standup asks, by its own calendar and clock. */
function next(standup) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: standup.zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(new Date());
  const part = type => parts.find(candidate => candidate.type === type).value;
  const today = SHORT.indexOf(part('weekday'));
  const now = `${part('hour')}:${part('minute')}`;
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = (today + ahead) % 7;
    if (standup.days.includes(DAYS[day]) && (ahead > 0 || standup.askAt > now)) {
      return `${ahead === 0 ? 'today' : ahead === 1 ? 'tomorrow' : ahead === 7 ? `next ${SHORT[day]}` : SHORT[day]} ${standup.askAt}`;
    }
  }
  return 'never';
}
