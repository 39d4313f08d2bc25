// Opens the page: the words, the session, the conversation, and keeps it equal to what the server tells.

import { confirmed } from "/conversation/confirm.js";
import { button, make, setText, showEntries } from "/conversation/dom.js";
import { menuButton } from "/conversation/menu.js";
import { Away, Refused, get, post } from "/conversation/server.js";
import { followSwitches, showSwitches } from "/conversation/switches.js";
import { lang, relabel, say } from "/conversation/words.js";
import { showDevices } from "./devices.js";
import { comeIn } from "./entry.js";
import { speak } from "./language.js";
import { canNotify, clearNotices, showNotifying, stopNotifying } from "./notifying.js";
import { forget, tidy } from "./store.js";
import { Stream } from "./stream.js";
import { Talk } from "./talk.js";
import { tellTime } from "./time.js";
import { askForCode } from "./totp.js";

const KEPT_WHO = "who";
const RETRY_MS = 2000;
const HEAD_MS = 60_000; // so old may be what the page knows of the person when something happens

const place = document.getElementById("place");
const aside = document.getElementById("aside");
const theme = document.getElementById("theme");
const language = document.getElementById("language");
const talk = new Talk(() => stream?.stop());
const menu = menuButton("more", "page-menu", () => [
  { words: "devices", act: showDevices },
  ...(canNotify(talk.state) ? [{ words: "notify", act: showNotifying }] : []),
  { words: "sign_out", act: signOut },
]);

let stream = null;
let asked = 0; // when what is known of the person was asked for
let isBegun = false; // whether the session of this page is a new one: then the conversation begins by itself

async function open() {
  if (!(await learnt())) return setTimeout(open, RETRY_MS);
  const last = localStorage.getItem(KEPT_WHO);
  if (last !== null) {
    await talk.belongTo(last);
    showTalk();
  }
  for (;;) await live();
}

// The words of the page; without a network those that the service worker has kept.
async function learnt() {
  try {
    await speak(null);
  } catch {
    return false;
  }
  showWords();
  return true;
}

// One session from its state to its end.
async function live() {
  const state = await stateOrSession();
  keepShell();
  if (state.needs) return enterCode(state.needs);
  await enter(state);
  stream = new Stream({
    after: () => talk.seq,
    take: (event) => (event.stale ? refresh((state) => talk.take(state)) : happened(event)),
    connected: () => tell(""),
    away: () => tell(say("away")),
  });
  await stream.run();
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}

// What opens the page without a network comes over the network: what was cut off then is asked for with the next session.
function keepShell() {
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
}

async function enterCode(needs) {
  try {
    await askForCode(place, needs);
  } catch (error) {
    await pauseAfter(error);
  }
}

// Where the network has failed, or the server, it is left alone for a moment.
async function pauseAfter(error) {
  if (!(error instanceof Away || error instanceof Refused)) throw error;
  tell(say("away"));
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}

// Asks until there is a state; who has no session is led to one.
async function stateOrSession() {
  for (;;) {
    try {
      const state = await get("/web/state");
      tellTime(state.now);
      await speak(state.lang);
      tell("");
      return state;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) await begin();
      else await pauseAfter(error);
    }
  }
}

async function begin() {
  tell("");
  talk.isSignedOut = true;
  document.body.classList.remove("is-in");
  aside.hidden = true;
  language.hidden = false;
  await comeIn(place, localStorage.getItem(KEPT_WHO) !== null);
  language.hidden = true;
  isBegun = true;
}

async function enter(state) {
  const { who } = state;
  localStorage.setItem(KEPT_WHO, who);
  await tidy(who);
  await talk.belongTo(who);
  talk.isSignedOut = false;
  talk.take(state);
  showHead(state);
  showTalk();
  if (isBegun && state.messages.length === 0) talk.chat.composer.done(talk.chat.acts.start);
  isBegun = false;
}

function showTalk() {
  if (place.contains(talk.element)) return;
  place.replaceChildren(talk.element);
  relabel(place); // it learns no words while it is not on the page
  talk.chat.resized();
}

// Whoever has just joined, or chose another language, finds the page so too.
async function happened(event) {
  talk.takeEvent(event);
  if (talk.state.is_member && performance.now() - asked < HEAD_MS) return;
  asked = performance.now();
  await refresh((state) => talk.takeHead(state));
}

async function refresh(take) {
  try {
    const state = await get("/web/state");
    tellTime(state.now);
    await speak(state.lang);
    take(state);
    showHead(state);
  } catch (error) {
    if (!(error instanceof Away || error instanceof Refused)) throw error;
  }
}

function showHead({ title, me, commands = [] }) {
  document.body.classList.add("is-in");
  document.title = title || say("title");
  setText(document.getElementById("title"), title || say("title"));
  setText(document.getElementById("me"), [me.name, me.seat].filter(Boolean).join(" · "));
  if (!menu.isConnected) theme.after(menu);
  aside.hidden = commands.length === 0;
  showEntries(aside, [heading(), ...commands.map(commandEntry)]);
  showWords();
}

function heading() {
  return { key: "heading", state: lang(), build: () => make("h2", {}, [say("commands")]) };
}

// On a wide screen the commands stand beside the conversation.
function commandEntry({ command, description }) {
  const build = () => {
    const words = [make("span", { class: "name" }, [`/${command}`]), make("span", { class: "about" }, [description])];
    return button({ class: "command" }, words, () => talk.chat.composer.sendWords(`/${command}`));
  };
  return { key: command, state: description, build };
}

async function signOut() {
  if (!(await confirmed("sign_out_question", "sign_out"))) return;
  try {
    await post("/web/end", {});
  } catch (error) {
    if (!(error instanceof Refused)) return tell(say("sign_out_failed"));
  }
  await stopNotifying().catch(() => {}); // the server has forgotten this browser already
  await forget(talk.who);
  localStorage.removeItem(KEPT_WHO);
  location.reload();
}

function tell(text) {
  setText(document.getElementById("notice"), text);
}

function showWords() {
  showSwitches();
  if (!document.body.classList.contains("is-in")) setText(document.getElementById("title"), say("title"));
  if (document.title === "") document.title = say("title");
}

followSwitches(speak, showWords, () => tell(say("away")));
document.addEventListener("visibilitychange", () => document.hidden || clearNotices());

clearNotices();
keepShell();
open();
