// Building and renewing the page's elements. Text is always set as text, never parsed.

/** An element; functions among its attributes listen to the event of that name. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * Brings a list to the given items: what did not change stays the very same element, so that nothing jumps or loses
 * what a person is doing in it.
 */
export function renew(list, items, { key, signature, fill, tag = 'li' }) {
  const there = new Map([...list.children].map(node => [node.dataset.key, node]));
  let next = list.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const node = there.get(id) ?? el(tag, { 'data-key': id, tabindex: '-1' });
    there.delete(id);
    const now = signature(item);
    if (node.signature !== now) {
      fill(node, item);
      node.signature = now;
    }
    if (node === next) {
      next = next.nextElementSibling;
    } else {
      list.insertBefore(node, next);
    }
  }
  there.forEach(node => node.remove());
}

/** Does something that may replace the element with the focus, and puts the focus back where it was. */
export function keepingFocus(within, work) {
  const held = document.activeElement;
  if (!held || !within.contains(held)) {
    return work();
  }
  const wanted = held.closest('[data-focus]')?.dataset.focus;
  const around = held.closest('[data-key]');
  work();
  if (document.contains(held)) {
    return undefined;
  }
  const again = wanted && within.querySelector(`[data-focus="${CSS.escape(wanted)}"]`);
  (again || (around && document.contains(around) ? around : within)).focus({ preventScroll: true });
  return undefined;
}

/** A picture for somebody, drawn here: nothing is ever fetched from where a message says. */
export function avatar(name, id, emoji) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(word => [...word][0] ?? '').join('');
  let hash = 0;
  for (const unit of id || name) {
    hash = (hash * 31 + unit.codePointAt(0)) % 9973;
  }
  return el('span', { class: `avatar hue-${hash % 8}`, 'aria-hidden': 'true' }, emoji ?? (letters.toUpperCase() || '?'));
}

const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat([], { weekday: 'long', day: 'numeric', month: 'long' });
const both = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });

export const instantOf = ts => new Date(Number(ts) * 1000);

export function time(date) {
  return el('time', { datetime: date.toISOString(), title: both.format(date) }, clock.format(date));
}

export function dateAndTime(date) {
  return el('time', { datetime: date.toISOString() }, both.format(date));
}

export function dayOf(date) {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight - date) / 86_400_000);
  return days <= 0 ? 'Today' : days === 1 ? 'Yesterday' : calendar.format(date);
}
