// All phones of the page, and the row of names that leads to each.

import { button, make, showEntries } from "/conversation/dom.js";
import { lang, say } from "/conversation/words.js";
import { PhoneView, initials, newsBadge } from "./phone.js";

const place = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const views = new Map();

let selected = null;
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
  measure();
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
    return button({ class: "tab", "aria-current": String(isCurrent) }, [face, ...words], () => select(id));
  };
  return { key: `tab ${id}`, state: JSON.stringify([lang(), name, kind, unread, isCurrent]), build };
}

export function select(id) {
  selected = id;
  for (const [other, view] of views) view.element.classList.toggle("selected", other === id);
  const view = views.get(id);
  view?.element.scrollIntoView({ inline: "nearest", block: "nearest" });
  told?.();
  view?.chat.resized();
  view?.chat.settle();
  showTabs();
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

// More phones than fit: then the names help on a wide screen too.
function measure() {
  document.body.classList.toggle("crowded", place.scrollWidth > place.clientWidth + 1);
}

new ResizeObserver(measure).observe(place);
