// All phones of the page, and the row of names that leads to each.

import { button, make, showEntries } from "/conversation/dom.js";
import { lang, say } from "/conversation/words.js";
import { PhoneView, initials, newsBadge } from "./phone.js";

const LEAST = 320; // pixels that a phone needs, and those between two of them
const GAP = 16;
const ONE_AT_A_TIME = matchMedia("(max-width: 1020px)");
const SMALL = matchMedia("(max-width: 640px)"); // there the chosen name stands for the head of the phone

const place = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const views = new Map();

let selected = null;
let first = 0; // of the phones that are shown, where not all have room
let told = null; // called after another phone was selected

export function onSelect(tell) {
  told = tell;
}

export function showPhones(phones, bot) {
  const ids = phones.map((phone) => phone.user_id);
  for (const [id, view] of views) {
    if (ids.includes(id)) continue;
    view.element.remove();
    views.delete(id);
  }
  if (!ids.includes(selected)) selected = ids[0] ?? null;
  for (const phone of phones) {
    if (!views.has(phone.user_id)) add(phone.user_id);
    const view = views.get(phone.user_id);
    view.element.classList.toggle("selected", phone.user_id === selected);
    view.show(phone, bot);
  }
  showTabs();
  arrange();
}

function add(id) {
  const view = new PhoneView(id, showTabs);
  views.set(id, view);
  place.append(view.element);
}

function showTabs() {
  const entries = [...views.values()].filter((view) => view.state).map((view) => tab(view));
  showEntries(tabs, entries);
  const unread = [...views.values()].reduce((sum, view) => sum + view.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${say("title")} – ${say("remark")}`;
}

function tab(view) {
  const { id, unread } = view;
  const { name, kind } = view.state;
  const isCurrent = id === selected;
  const build = () => {
    const face = make("span", { class: "face", "data-kind": kind, "aria-hidden": "true" }, [initials(name)]);
    const words = [make("span", { class: "name", dir: "auto" }, [name]), ...(unread ? [newsBadge(unread)] : [])];
    const opens = isCurrent && SMALL.matches ? String(document.body.classList.contains("with-details")) : null;
    const looks = { class: "tab", "aria-current": String(isCurrent), "aria-expanded": opens };
    return button(looks, [face, ...words], () => (opens === null ? select(id) : showDetails()));
  };
  return { key: `tab ${id}`, state: JSON.stringify([lang(), name, kind, unread, isCurrent, SMALL.matches]), build };
}

export function select(id) {
  selected = id;
  for (const [other, view] of views) view.element.classList.toggle("selected", other === id);
  const view = views.get(id);
  document.body.classList.remove("with-details");
  arrange();
  told?.();
  view?.chat.resized();
  view?.chat.settle();
  showTabs();
  tabs.querySelector("[aria-current=true]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
}

// Who it is and for whom, in whole, where there is no room for it all the time.
function showDetails() {
  const isOpen = document.body.classList.toggle("with-details");
  tabs.querySelector("[aria-current=true]")?.setAttribute("aria-expanded", String(isOpen));
}

// Leads to a phone and into its box.
export function goTo(id) {
  select(id);
  views.get(id)?.chat.composer.box.focus();
}

// Marks the phone on which the tour's present step is done.
export function point(id) {
  for (const [other, view] of views) view.element.classList.toggle("next-here", other === id);
}

document.addEventListener("visibilitychange", () => {
  for (const view of views.values()) for (const chat of view.chats.values()) if (chat.newest !== null) chat.settle();
});

// Where not all phones have room, as many stand side by side as do, the chosen one always among them, and the names
// above lead to the others.
function arrange() {
  const ids = [...views.keys()];
  const room = place.clientWidth - 2 * (GAP + 4);
  const fitting = ONE_AT_A_TIME.matches ? ids.length : Math.max(1, Math.floor((room + GAP) / (LEAST + GAP)));
  const at = ids.indexOf(selected);
  first = Math.min(first, at);
  if (at >= first + fitting) first = at - fitting + 1;
  first = Math.max(0, Math.min(first, ids.length - fitting));
  document.body.classList.toggle("crowded", ids.length > fitting);
  ids.forEach((id, index) => {
    views.get(id).element.classList.toggle("has-no-room", index < first || index >= first + fitting);
  });
}

// In the next frame: what is arranged may change the size that was observed.
new ResizeObserver(() => requestAnimationFrame(arrange)).observe(place);
SMALL.addEventListener("change", showTabs);
