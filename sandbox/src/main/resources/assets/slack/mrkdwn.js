// Slack's mrkdwn as elements (docs.slack.dev, "Formatting message text").

import { el } from './dom.js';

const EMOJI = {
  '+1': '👍', thumbsup: '👍', '-1': '👎', wave: '👋', tada: '🎉', heart: '❤️', eyes: '👀', fire: '🔥', rocket: '🚀', bulb: '💡',
  smile: '😄', slightly_smiling_face: '🙂', thinking_face: '🤔', pray: '🙏', clap: '👏', raised_hands: '🙌', muscle: '💪',
  white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌', no_entry: '⛔', warning: '⚠️', rotating_light: '🚨', construction: '🚧',
  calendar: '📅', spiral_calendar_pad: '🗓️', date: '📅', clipboard: '📋', memo: '📝', pencil: '📝', pencil2: '✏️', bar_chart: '📊',
  alarm_clock: '⏰', hourglass: '⌛', stopwatch: '⏱️', sunny: '☀️', sunrise: '🌅', coffee: '☕', palm_tree: '🌴', beach_with_umbrella: '🏖️',
  zzz: '💤', speech_balloon: '💬', bell: '🔔', lock: '🔒', link: '🔗', star: '⭐', sparkles: '✨', question: '❓', robot_face: '🤖',
  information_source: 'ℹ️', arrow_right: '➡️', fast_forward: '⏩', black_right_pointing_double_triangle_with_vertical_bar: '⏭️',
};

/** A mark begins at the edge of a word and before no space, and ends after none; a space is whatever Unicode calls one. */
const WORD = '[\\p{L}\\p{N}]';
const CODE = `(?<!${WORD})\`(?=\\S)([^\`\\n]+)(?<=\\S)\``;
const styled = mark => `(?<!${WORD})[${mark}](?=\\S)((?:<[^<>\\n]+>|\`[^\`\\n]+\`|[^${mark}\\n<\`])+)(?<=\\S)[${mark}](?!${WORD})`;
const TOKENS = new RegExp(
  ['<([^<>\\n]+)>', CODE, styled('*'), styled('_'), styled('~'), '(https?:\\/\\/(?:(?!&[lg]t;)[^\\s<>|])+)', ':([a-z0-9_+-]+):'].join('|'),
  'gu',
);

/** Slack escapes these three characters and no others. */
const unescaped = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export const emoji = name => EMOJI[name];
const withEmoji = text => text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

/** A text in which nothing but emoji names means anything. */
export const plain = text => withEmoji(unescaped(text ?? ''));

/** A text object of Block Kit. */
export const textOf = (object, names) => (object?.type === 'mrkdwn' ? mrkdwn(object.text, names) : plain(object?.text));

/** A text in mrkdwn; `names` knows members and channels. */
export function mrkdwn(text, names) {
  const all = document.createDocumentFragment();
  (text ?? '').split(/```\n?([\s\S]+?)\n?```/).forEach((part, index) => {
    if (index % 2 === 1) {
      all.append(el('pre', {}, unescaped(part)));
    } else {
      lines(part, names, all);
    }
  });
  return all;
}

function lines(text, names, into) {
  for (const [part] of text.matchAll(/(?:^(?:&gt;|>) ?.*\n?)+|(?:^(?!&gt;|>).*\n?)+/gm)) {
    if (/^(?:&gt;|>)/.test(part)) {
      into.append(el('blockquote', {}, inline(part.replaceAll(/^(?:&gt;|>) ?/gm, '').replace(/\n$/, ''), names)));
    } else {
      into.append(inline(part, names));
    }
  }
}

function inline(text, names) {
  const all = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [whole, angle, code, bold, italic, strike, url, emojiName] = match;
    all.append(unescaped(text.slice(at, match.index)));
    at = match.index + whole.length;
    if (angle) {
      all.append(reference(angle, names));
    } else if (code) {
      all.append(el('code', {}, unescaped(code)));
    } else if (bold || italic || strike) {
      all.append(el(bold ? 'strong' : italic ? 'em' : 's', {}, inline(bold ?? italic ?? strike, names)));
    } else if (url) {
      const [address, rest] = url.split(/([.,;:!?'")\]]*)$/);
      all.append(link(unescaped(address), unescaped(address)), rest);
    } else {
      all.append(EMOJI[emojiName] ?? whole);
    }
  }
  all.append(unescaped(text.slice(at)));
  return all;
}

function reference(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  const shown = label === undefined ? undefined : plain(label);
  switch (target[0]) {
    case '@':
      return mention(names, target.slice(1), shown);
    case '#':
      return el('span', { class: 'mention' }, `#${names.channel(target.slice(1)) ?? shown ?? target.slice(1)}`);
    case '!':
      return broadcast(target.slice(1), shown);
    default:
      return link(unescaped(target), shown ?? unescaped(target));
  }
}

export function mention(names, id, label) {
  return el('span', { class: id === names.me ? 'mention me' : 'mention' }, `@${names.member(id) ?? label ?? id}`);
}

export function broadcast(range, label) {
  if (/^(channel|here|everyone)$/.test(range)) {
    return el('span', { class: 'mention me' }, `@${range}`);
  }
  return el('span', range.startsWith('subteam') ? { class: 'mention' } : {}, label ?? range);
}

/** A link that leads only where a link in a chat may lead. */
export function link(address, label) {
  const safe = URL.canParse(address) && /^(https?|mailto):$/.test(new URL(address).protocol);
  return safe ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label) : document.createTextNode(label);
}
