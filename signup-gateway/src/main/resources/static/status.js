// Keeps the status page in step with the sign-up. Without this script the page reloads itself instead.
const page = document.getElementById("signup");
const address = `/signups/${page.dataset.signup}`;
const mostTries = Number(page.dataset.tries);

function show(id, visible) {
  document.getElementById(id).hidden = !visible;
}

// Only what differs is touched, so that a screen reader tells what is new and nothing else.
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function showTime(time, instant) {
  time.dateTime = instant;
  write(time, new Date(instant).toLocaleTimeString());
}

function showStep(step) {
  const item = document.querySelector(`[data-step="${step.step}"]`);
  const state = item.querySelector(".state");
  item.dataset.status = step.status;
  write(state, state.dataset[step.status]);
  write(item.querySelector(".detail"), step.detail ?? "");
  const next = item.querySelector(".next");
  next.hidden = !step.nextAttemptAt;
  if (step.nextAttemptAt) {
    showTime(next.querySelector("time"), step.nextAttemptAt);
  }
}

function showStatus(status) {
  show("looking", false);
  show("unknown", false);
  show("thanks", true);
  show("progress", true);
  status.steps.forEach(showStep);
}

function follow() {
  const events = new EventSource(`${address}/events`);
  events.onopen = () => show("offline", false);
  events.onmessage = (message) => {
    const status = JSON.parse(message.data);
    showStatus(status);
    if (status.status === "succeeded") {
      events.close();
    }
  };
  events.onerror = () => {
    show("offline", true);
    // A browser connects again by itself, but not after an answer that is no stream.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(follow, 2000);
    }
  };
}

// A sign-up that was just sent is written within a moment; one that is not there after all these tries is not known.
async function find(attempt) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json" } });
  } catch {
    answer = undefined;
  }
  if (answer?.ok) {
    showStatus(await answer.json());
    follow();
  } else if (answer?.status !== 404 || attempt < mostTries) {
    const further = answer?.status === 404 ? attempt + 1 : attempt;
    setTimeout(find, 1000, further);
  } else {
    show("looking", false);
    show("progress", false);
    show("unknown", true);
  }
}

document.querySelectorAll(".next:not([hidden]) time").forEach((time) => showTime(time, time.dateTime));
if (page.dataset.known === "true") {
  follow();
} else {
  find(1);
}
