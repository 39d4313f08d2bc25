// For trainers: what may go wrong between the program and the chat platform, and calls the sandbox does not know.

import { button, make, setText, showEntries } from "/conversation/dom.js";
import { ask, post } from "/conversation/server.js";
import { lang, say } from "/conversation/words.js";
import { addPanel } from "./drawer.js";

const KINDS = [
  "too_many", "outage", "drop", "timeout_before", "timeout_after", "error_500", "bad_gateway",
  "blocked", "migrate", "duplicate", "reorder",
];
const EXTRA = { too_many: "retry_after", outage: "minutes" };
const ANYWHERE = "";

const active = make("ul", { class: "active", "data-label": "faults_active" });
const clearing = button({ class: "main", "data-text": "clear_faults", hidden: true }, [], () =>
  tried(() => ask("/sandbox/faults", { method: "DELETE", headers: { "Content-Type": "application/json" } })),
);
const where = make("select", { id: "fault-where" });
const times = number("fault-times", 1, 1, 1000);
const extras = { retry_after: number("fault-retry_after", 5, 1, 3600), minutes: number("fault-minutes", 1, 1, 60) };
const failure = make("p", { class: "failure", role: "alert" });
const log = make("details", { class: "log", hidden: true }, [make("summary"), make("ul")]);
const opener = document.querySelector("[data-panel='faults']");

export function showFaults(state) {
  const faults = state.faults ?? [];
  showEntries(active, faults.map((fault, index) => ({
    key: `${index}`,
    state: JSON.stringify([lang(), fault]),
    build: () => make("li", {}, [sentence(fault, state.phones)]),
  })));
  clearing.hidden = faults.length === 0;
  opener.classList.toggle("has-news", faults.length > 0);
  showPlaces(state.phones);
  showLog(state.log);
}

function sentence({ kind, left, chat, method, until }, phones) {
  const name = phones.find(({ user_id }) => user_id === chat)?.name;
  const details = [
    until ? say("fault_until", { at: until.slice(11, 16) }) : left ? say("fault_left", { count: left }) : "",
    name ?? (chat ? String(chat) : ""),
    method ?? "",
  ];
  return [say(`fault_${kind}`) || kind, ...details.filter(Boolean)].join(" – ");
}

function showPlaces(phones) {
  const chats = phones.flatMap(({ user_id, name, groups = [] }) => [
    { id: user_id, name },
    ...groups.map(({ chat_id, title }) => ({ id: chat_id, name: title })),
  ]);
  const known = new Map(chats.map(({ id, name }) => [String(id), name]));
  const entries = [[ANYWHERE, say("everywhere")], ...known];
  const chosen = where.value;
  showEntries(where, entries.map(([value, name]) => ({
    key: `place ${value}`,
    state: name,
    build: () => make("option", { value }, [name]),
  })));
  where.value = known.has(chosen) ? chosen : ANYWHERE;
}

function showLog(lines) {
  log.hidden = lines.length === 0;
  setText(log.querySelector("summary"), say("log_count", { count: lines.length }));
  showEntries(log.querySelector("ul"), lines.map(({ at, method }, index) => ({
    key: `${lines.length - index}`,
    state: `${at} ${method}`,
    build: () => make("li", {}, [`${at.slice(0, 19)} ${method}`]),
  })));
}

function number(id, value, min, max) {
  const limits = { value: String(value), min: String(min), max: String(max) };
  return make("input", { id, type: "number", inputmode: "numeric", ...limits });
}

function field(input, words) {
  return make("div", { class: "field" }, [make("label", { for: input.id, "data-text": words }), input]);
}

function kindItem(kind) {
  const extra = EXTRA[kind];
  const named = { class: "set", "data-text": "set_fault", "aria-describedby": `fault-${kind}` };
  const setting = button(named, [], () => set(kind));
  return make("li", {}, [
    make("div", { class: "words" }, [
      make("h3", { id: `fault-${kind}`, "data-text": `fault_${kind}` }),
      make("p", { "data-text": `fault_${kind}_about` }),
      ...(extra ? [field(extras[extra], extra)] : []),
    ]),
    setting,
  ]);
}

function set(kind) {
  const body = { kind };
  if (kind !== "outage") body.times = Number(times.value);
  if (kind !== "outage" && where.value !== ANYWHERE) body.chat = Number(where.value);
  const extra = EXTRA[kind];
  if (extra) body[extra] = Number(extras[extra].value);
  return tried(() => post("/sandbox/faults", body));
}

async function tried(act) {
  try {
    await act();
    setText(failure, "");
  } catch {
    setText(failure, say("fault_not_set"));
  }
}

const element = make("div", {}, [
  make("p", { class: "about", "data-text": "faults_about" }),
  make("div", { class: "now-set", role: "status" }, [active]),
  clearing,
  make("div", { class: "fields" }, [field(where, "fault_where"), field(times, "fault_times")]),
  failure,
  make("ul", { class: "kinds" }, KINDS.map(kindItem)),
  log,
]);
addPanel("faults", "faults", { element });
