// The modal that an app has opened for a person, and questions that a button asks first.

import { act, trouble } from './api.js';
import { blocksOf } from './blocks.js';
import { el } from './dom.js';
import { plain } from './mrkdwn.js';

export class Modal {
  #dialog = document.getElementById('modal');
  #refresh;
  #state = null;
  #view = null;
  #fields = [];
  #busy = false;

  constructor({ refresh }) {
    this.#refresh = refresh;
    this.#dialog.addEventListener('cancel', event => {
      event.preventDefault();
      this.#close();
    });
  }

  /** Shows a view, keeps the one that is shown, or closes it where there is none. */
  show(state, view) {
    this.#state = state;
    if (!view) {
      this.#gone();
    } else if (this.#view?.id !== view.id || this.#view.hash !== view.hash || this.#view.user !== view.user) {
      this.#draw(view);
    }
  }

  #gone() {
    this.#view = null;
    this.#fields = [];
    if (this.#dialog.open) {
      this.#dialog.close();
      this.#dialog.replaceChildren();
      if (document.activeElement === document.body) {
        document.getElementById('text').focus();
      }
    }
  }

  #draw(view) {
    const kept = view.id === this.#view?.id ? this.#fields.map(field => [`${field.block}/${field.action}`, field.node.value]) : [];
    this.#view = view;
    this.#fields = [];
    this.#busy = false;
    const blocks = blocksOf(view.blocks, {
      id: view.id, names: this.#state.names, values: view.state?.values, fields: this.#fields, use: (element, value) => this.#use(element, value),
    });
    this.#keep(new Map(kept));
    const form = el('form', { novalidate: true, submit: event => this.#submit(event) },
      el('header', {},
        el('h2', { id: 'modal-title' }, plain(view.title?.text)),
        el('button', { type: 'button', class: 'close', 'aria-label': 'Close', click: () => this.#close() }, '×')),
      el('div', { class: 'fields-of-view' }, blocks),
      el('p', { class: 'trouble', role: 'alert', hidden: true }),
      el('footer', {},
        el('button', { type: 'button', class: 'plain', click: () => this.#close() }, plain(view.close?.text ?? (view.submit ? 'Cancel' : 'Close'))),
        view.submit && el('button', { type: 'submit' }, plain(view.submit.text))));
    form.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && view.submit) {
        form.requestSubmit();
      }
    });
    this.#dialog.replaceChildren(form);
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
    (this.#fields[0]?.node.querySelector('input') ?? this.#fields[0]?.node ?? form.querySelector('footer button')).focus();
  }

  /** Where block and action are the same in a changed view, what was typed stays. */
  #keep(typed) {
    for (const field of this.#fields) {
      const value = typed.get(`${field.block}/${field.action}`);
      if (value !== undefined) {
        field.node.value = value;
      }
    }
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy || !this.#view.submit) {
      return;
    }
    const view = this.#view;
    const values = {};
    for (const field of this.#fields) {
      (values[field.block] ??= {})[field.action] = field.read();
    }
    this.#tell({}, null);
    this.#submitting(true);
    const answer = await act(this.#state.me, 'submissions', { view_id: view.id, values });
    if (this.#view?.id === view.id) {
      this.#submitting(false);
      const told = trouble(answer);
      this.#tell(answer.body?.errors ?? {}, told && `${told} What you wrote is still here.`);
    }
    this.#refresh();
  }

  #submitting(now) {
    this.#busy = now;
    const submit = this.#dialog.querySelector('[type=submit]');
    submit?.setAttribute('aria-busy', String(now));
    if (submit) {
      submit.textContent = now ? 'Submitting…' : plain(this.#view.submit.text);
    }
  }

  /** Says what is wrong beside each field, and what belongs to none of them below. */
  #tell(errors, told) {
    let first = null;
    const without = new Map(Object.entries(errors));
    for (const { block, node, error } of this.#fields) {
      const said = without.get(block);
      without.delete(block);
      error.hidden = !said;
      error.textContent = said ?? '';
      node.toggleAttribute('aria-invalid', false);
      if (said) {
        node.setAttribute('aria-invalid', 'true');
        first ??= node;
      }
    }
    const rest = [told, ...without.values()].filter(Boolean).join(' ');
    const alert = this.#dialog.querySelector('.trouble');
    if (alert) {
      alert.hidden = !rest;
      alert.textContent = rest;
    }
    (first?.querySelector('input') ?? first)?.focus();
  }

  async #use(element, value) {
    if (element.confirm && !(await confirmed(element.confirm))) {
      return;
    }
    const view = this.#view;
    const answer = await act(this.#state.me, 'actions', {
      view_id: view.id, action_id: element.action_id, ...(value === undefined ? {} : { value }),
    });
    if (this.#view?.id === view.id) {
      this.#tell({}, trouble(answer));
    }
    this.#refresh();
  }

  async #close() {
    const view = this.#view;
    if (view) {
      await act(this.#state.me, 'closings', { view_id: view.id });
      this.#refresh();
    }
  }
}

/** Asks what a button's `confirm` asks. */
export function confirmed(confirm) {
  return new Promise(resolve => {
    const dialog = el('dialog', { class: 'question', 'aria-labelledby': 'question', close: () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    } },
    el('form', { method: 'dialog' },
      el('header', {}, el('h2', { id: 'question' }, plain(confirm.title.text))),
      el('div', { class: 'fields-of-view' }, plain(confirm.text.text)),
      el('footer', {},
        el('button', { value: 'no', class: 'plain' }, plain(confirm.deny?.text ?? 'Cancel')),
        el('button', { value: 'yes', class: confirm.style ?? '' }, plain(confirm.confirm?.text ?? 'Yes')))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
