// Keeps the page equal to what the sandbox says, for as long as it is open.

import { PhoneView } from "./phone.js";
import { get, learnWords, say } from "./server.js";

const RETRY_MS = 1000;
const notice = document.getElementById("notice");
const views = new Map();

let selected = null;
let clock = null; // the program's time when it was last told, and the page's own time then

async function follow() {
  for (;;) {
    try {
      label(await learnWords());
      for (let seq = await refresh(); ; seq = await refresh()) await get(`/sandbox/events?after=${seq}`);
    } catch {
      tell(say("server_away"));
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function refresh() {
  const state = await get("/sandbox/state");
  clock = { told: state.now, at: performance.now() };
  document.getElementById("today").textContent = state.today;
  tick();
  showPhones(state);
  showLog(state.log);
  tell(state.phones.length === 0 ? say("no_phones") : state.bot.online ? "" : say("bot_away"));
  return state.seq;
}

function label(lang) {
  document.documentElement.lang = lang;
  document.title = `${say("title")} – ${say("remark")}`;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  document.getElementById("tabs").setAttribute("aria-label", say("phones"));
}

function tell(text) {
  if (notice.textContent !== text) notice.textContent = text;
}

function tick() {
  if (clock === null) return;
  // The instant is written in Viet Nam's time; moving it as if it were UTC keeps the page's own zone out of it.
  const told = Date.parse(`${clock.told.slice(0, 19)}Z`);
  const now = new Date(told + performance.now() - clock.at).toISOString();
  const element = document.getElementById("time");
  if (element.textContent !== now.slice(11, 16)) element.textContent = now.slice(11, 16);
}

function showPhones(state) {
  const ids = state.phones.map((phone) => phone.user_id);
  for (const [id, view] of views) {
    if (ids.includes(id)) continue;
    view.element.remove();
    view.tab.remove();
    views.delete(id);
  }
  if (!ids.includes(selected)) selected = ids[0] ?? null;
  for (const phone of state.phones) {
    if (!views.has(phone.user_id)) addPhone(phone.user_id);
    views.get(phone.user_id).show(phone, state.bot, phone.user_id === selected);
  }
}

function addPhone(id) {
  const view = new PhoneView(id, () => select(id));
  views.set(id, view);
  document.getElementById("phones").append(view.element);
  document.getElementById("tabs").append(view.tab);
}

function select(id) {
  selected = id;
  for (const [other, view] of views) view.select(other === id);
}

function showLog(lines) {
  const log = document.getElementById("log");
  log.hidden = lines.length === 0;
  log.querySelector("ul").replaceChildren(
    ...lines.map(({ at, method }) => {
      const line = document.createElement("li");
      line.textContent = `${at.slice(0, 19)} ${method}`;
      return line;
    }),
  );
}

setInterval(tick, 1000);
follow();
