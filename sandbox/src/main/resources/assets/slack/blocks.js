// Block Kit (docs.slack.dev/reference/block-kit) as elements.

import { el } from './dom.js';
import { broadcast, emoji, link, mention, plain, textOf } from './mrkdwn.js';

/**
 * The blocks of a message or a view.
 *
 * `surface` has `names`; `id`, a prefix for the ids of elements; `use(element, value)`, called when a person uses an
 * element; `values`, as `state.values` of a view has them; `fields`, to which every input is added.
 */
export const blocksOf = (blocks, surface) => blocks.map((block, index) => blockOf(block, { ...surface, id: `${surface.id}-${index}` }));

function blockOf(block, surface) {
  switch (block.type) {
    case 'header':
      return el('h4', { class: 'block header' }, plain(block.text.text));
    case 'divider':
      return el('hr', { class: 'block' });
    case 'section':
      return section(block, surface);
    case 'context':
      return el('div', { class: 'block context' }, block.elements.map(item =>
        item.type === 'image' ? picture(item) : el('span', {}, textOf(item, surface.names))));
    case 'actions':
      return el('div', { class: 'block actions' }, block.elements.map((item, index) =>
        elementOf(item, block, { ...surface, id: `${surface.id}-${index}` })));
    case 'input':
      return inputOf(block, surface);
    case 'rich_text':
      return el('div', { class: 'block' }, block.elements.map(item => richText(item, surface.names)));
    case 'image':
      return el('figure', { class: 'block' }, picture(block), block.title && el('figcaption', {}, plain(block.title.text)));
    case 'markdown':
      return el('p', { class: 'block text' }, block.text);
    default:
      return el('p', { class: 'block unknown' }, `(a block of type ${block.type}, which is not shown here)`);
  }
}

function section(block, surface) {
  return el('div', { class: 'block section' },
    el('div', { class: 'text' },
      block.text && el('div', {}, textOf(block.text, surface.names)),
      block.fields && el('div', { class: 'fields' }, block.fields.map(field => el('div', {}, textOf(field, surface.names))))),
    block.accessory && (block.accessory.type === 'image' ? picture(block.accessory) : elementOf(block.accessory, block, surface)));
}

/** No picture is fetched from elsewhere: its description stands for it. */
const picture = image => el('span', { class: 'picture', role: 'img', 'aria-label': image.alt_text ?? 'image' }, `🖼 ${image.alt_text ?? 'image'}`);

function richText(element, names) {
  const parts = () => element.elements.map(item => richInline(item, names));
  switch (element.type) {
    case 'rich_text_list':
      return el(element.style === 'ordered' ? 'ol' : 'ul', {}, element.elements.map(item => el('li', {}, richText(item, names))));
    case 'rich_text_quote':
      return el('blockquote', {}, parts());
    case 'rich_text_preformatted':
      return el('pre', {}, parts());
    default:
      return el('div', { class: 'text' }, parts());
  }
}

function richInline(item, names) {
  switch (item.type) {
    case 'link':
      return link(item.url, item.text || item.url);
    case 'user':
      return mention(names, item.user_id);
    case 'channel':
      return el('span', { class: 'mention' }, `#${names.channel(item.channel_id) ?? item.channel_id}`);
    case 'broadcast':
      return broadcast(item.range);
    case 'emoji':
      return emoji(item.name) ?? `:${item.name}:`;
    default:
      return Object.entries({ code: 'code', bold: 'strong', italic: 'em', strike: 's' })
        .filter(([style]) => item.style?.[style])
        .reduce((inner, [, tag]) => el(tag, {}, inner), item.text ?? '');
  }
}

/** An element that acts as soon as it is used. */
function elementOf(element, block, surface) {
  if (element.type === 'button') {
    return button(element, surface);
  }
  const name = plain(element.placeholder?.text ?? block.text?.text ?? 'Choice');
  const field = control(element, block, surface, { 'aria-label': name });
  field.node.addEventListener('change', () => surface.use(element, field.read()));
  return field.node;
}

function button(element, surface) {
  const address = element.url && link(element.url, '').href;
  return el('button', {
    type: 'button',
    class: `act ${element.style ?? ''}`,
    'aria-label': element.accessibility_label,
    'data-focus': `${surface.id}/${element.action_id}`,
    click: () => {
      if (address) {
        window.open(address, '_blank', 'noopener,noreferrer');
      }
      surface.use(element);
    },
  }, plain(element.text.text));
}

function inputOf(block, surface) {
  const id = `${surface.id}-input`;
  const grouped = /^(radio_buttons|checkboxes)$/.test(block.element.type);
  const hint = block.hint && el('small', { id: `${id}-hint` }, plain(block.hint.text));
  const error = el('p', { id: `${id}-error`, class: 'error', hidden: true });
  const field = control(block.element, block, surface, {
    id,
    'aria-describedby': [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' '),
    'aria-required': !block.optional && !grouped ? 'true' : null,
  });
  surface.fields?.push({ block: block.block_id, action: block.element.action_id, read: field.read, node: field.node, error });
  if (block.dispatch_action) {
    field.node.addEventListener('change', () => surface.use(block.element, field.read()));
  }
  const label = [plain(block.label.text), block.optional && el('small', {}, ' (optional)')];
  return grouped
    ? el('fieldset', { class: 'block field' }, el('legend', {}, label), field.node, hint, error)
    : el('div', { class: 'block field' }, el('label', { for: id }, label), field.node, hint, error);
}

/** What a person fills in or chooses from, and how to read it in the words of the control side. */
function control(element, block, surface, attributes) {
  const held = surface.values?.[block.block_id]?.[element.action_id] ?? {};
  const placeholder = element.placeholder ? plain(element.placeholder.text) : null;
  const shared = { ...attributes, 'data-focus': `${surface.id}/${element.action_id}` };
  switch (element.type) {
    case 'plain_text_input': {
      const initial = held.value ?? element.initial_value ?? '';
      const node = element.multiline
        ? el('textarea', { ...shared, rows: '3', placeholder })
        : el('input', { ...shared, type: 'text', placeholder });
      node.value = initial;
      return { node, read: () => node.value };
    }
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input': {
      const mode = { email_text_input: 'email', url_text_input: 'url', number_input: 'decimal' }[element.type];
      const node = el('input', { ...shared, type: 'text', inputmode: mode, placeholder });
      node.value = held.value ?? element.initial_value ?? '';
      return { node, read: () => node.value };
    }
    case 'datepicker':
    case 'timepicker': {
      const what = element.type === 'datepicker' ? 'date' : 'time';
      const node = el('input', { ...shared, type: what });
      node.value = held[`selected_${what}`] ?? element[`initial_${what}`] ?? '';
      return { node, read: () => node.value || null };
    }
    case 'radio_buttons':
    case 'checkboxes':
      return ticks(element, held, surface, attributes);
    default:
      return choice(element, held, surface, shared, placeholder);
  }
}

function ticks(element, held, surface, attributes) {
  const several = element.type === 'checkboxes';
  const chosen = several
    ? (held.selected_options ?? element.initial_options ?? []).map(option => option.value)
    : [(held.selected_option ?? element.initial_option)?.value];
  const boxes = element.options.map(option => {
    const box = el('input', { type: several ? 'checkbox' : 'radio', name: `${surface.id}-${element.action_id}`, value: option.value });
    box.checked = chosen.includes(option.value);
    return [box, el('label', {}, box, el('span', {}, textOf(option.text, surface.names),
      option.description && el('small', {}, textOf(option.description, surface.names))))];
  });
  const node = el('div', { class: 'ticks', role: 'group', ...attributes }, boxes.map(([, label]) => label));
  const read = () => boxes.map(([box]) => box).filter(box => box.checked).map(box => box.value);
  return { node, read: () => (several ? read() : (read()[0] ?? null)) };
}

function choice(element, held, surface, attributes, placeholder) {
  const options = optionsOf(element, surface.names);
  if (!options) {
    return { node: el('span', { class: 'unknown' }, `(a ${element.type}, which is not shown here)`), read: () => null };
  }
  const several = element.type.startsWith('multi_');
  const chosen = [held, element].flatMap(from => Object.entries(from))
    .filter(([name]) => /^(selected|initial)_(option|user|conversation|channel)s?$/.test(name))
    .flatMap(([, value]) => value ?? []).map(value => value.value ?? value);
  const node = el('select', { ...attributes, multiple: several },
    !several && el('option', { value: '' }, placeholder ?? 'Choose…'),
    options.map(([value, label]) => {
      const option = el('option', { value }, label);
      option.selected = several ? chosen.includes(value) : chosen[0] === value;
      return option;
    }));
  return { node, read: () => (several ? [...node.selectedOptions].map(option => option.value) : node.value || null) };
}

function optionsOf(element, names) {
  if (/static_select$|^overflow$/.test(element.type)) {
    const all = element.options ?? element.option_groups?.flatMap(group => group.options) ?? [];
    return all.map(option => [option.value, plain(option.text.text)]);
  }
  if (/users_select$/.test(element.type)) {
    return names.people();
  }
  return /(channels|conversations)_select$/.test(element.type) ? names.channels() : null;
}

