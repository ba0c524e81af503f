// Shows the page's main part anew whenever the emulator says that something changed.
'use strict';

let showing = false;
let again = false;

async function show() {
  if (showing) {
    again = true;
    return;
  }
  showing = true;
  try {
    const answer = await fetch(location.href, { cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.querySelector('main').replaceWith(page.querySelector('main'));
  } catch {
    // The sandbox is away for a moment; the event stream reconnects by itself, and its opening shows the page anew.
  } finally {
    showing = false;
    if (again) {
      again = false;
      show();
    }
  }
}

const changes = new EventSource('/sandbox/changes');
changes.addEventListener('open', show);
changes.addEventListener('message', show);
