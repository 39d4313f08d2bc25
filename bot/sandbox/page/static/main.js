// Keeps the page equal to what the sandbox says, for as long as it is open.

import { icon, setText } from "/conversation/dom.js";
import { Away, Refused, get } from "/conversation/server.js";
import { followSwitches, showSwitches } from "/conversation/switches.js";
import { lang, say } from "/conversation/words.js";
import { showClock } from "./clock.js";
import { close } from "./drawer.js";
import { showFaults } from "./faults.js";
import { learnWords, speak } from "./language.js";
import { onSelect, showPhones } from "./switcher.js";
import { followTimeline } from "./timeline.js";
import { beginTour, showTour } from "./tour.js";

const RETRY_MS = 1000;
const SETTLE_MS = 60; // while time turns, changes come faster than anybody can look
const NARROW = matchMedia("(max-width: 1020px)");

let shown = null; // the state that is on the page

async function follow() {
  for (;;) {
    try {
      await learnWords();
      showSwitches();
      for (let seq = await refresh(); ; seq = await refresh()) {
        await get(`/sandbox/events?after=${seq}`);
        await pause(SETTLE_MS);
      }
    } catch (error) {
      if (!(error instanceof Away || error instanceof Refused)) console.error(error);
      tell(say("server_away"));
      await pause(RETRY_MS);
    }
  }
}

async function refresh() {
  show(await get(`/sandbox/state?lang=${lang()}`));
  return shown.seq;
}

function show(state) {
  // The sandbox began anew: what this page remembers is of messages that are gone.
  if (shown && state.seq < shown.seq) return location.reload();
  shown = state;
  showClock(state);
  showPhones(state.phones, state.bot);
  showFaults(state);
  showTour(state);
  followTimeline();
  tell(state.phones.length === 0 ? say("no_phones") : state.bot.online ? "" : say("bot_away"));
}

function tell(text) {
  setText(document.getElementById("notice"), text);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function showAgain() {
  if (shown) show(shown);
  await refresh();
}

followSwitches(speak, showAgain, () => tell(say("server_away")));

onSelect(() => {
  if (NARROW.matches) close();
});

for (const place of document.querySelectorAll("[data-icon]")) place.prepend(icon(place.dataset.icon));
beginTour();
follow();
