// Elements. What people or the bot wrote is only ever appended as text.

import { labelOne } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 20 4l-5 16-4-6.5zM11 13.5 20 4",
  attach: "M20 11.5 12.2 19a5 5 0 0 1-7-7l8.3-8a3.4 3.4 0 0 1 4.8 4.8l-8.2 8a1.8 1.8 0 0 1-2.5-2.5L15 7",
  slash: "M15.5 5 8.5 19M4 4h16v16H4z",
  more: "M12 5a.6.6 0 1 0 .01 0M12 11.4a.6.6 0 1 0 .01 0M12 17.8a.6.6 0 1 0 .01 0",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v13M6 12.5l6 6 6-6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  list: "M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01",
  tour: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.3a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.9M12 16.8v.01",
  faults: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.01",
  moon: "M20 14.2A8.5 8.5 0 0 1 9.8 4a8.5 8.5 0 1 0 10.2 10.2",
  sun:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2" +
    "M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  silent: "M6 17V11a6 6 0 0 1 9-5.2M18 10v7H7M4 17h2M18 17h2M10.5 20h3M4 4l16 16",
  edit: "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  reply: "M9 6 3.5 11.5 9 17M4 11.5h9a6.5 6.5 0 0 1 6.5 6.5v1",
  voice: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M6 11a6 6 0 0 0 12 0M12 17v4",
  location: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11M12 7.6a2.4 2.4 0 1 0 .01 0",
  devices: "M3 5h12v9H3zM1.5 17.5H14M17 9h5v11h-5zM19.5 17.2v.01",
  out: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
  contact: "M3 5h18v14H3zM8.5 9a1.8 1.8 0 1 0 .01 0M5.5 16a3 3 0 0 1 6 0M14.5 10H18M14.5 14H18",
};

export function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  labelOne(element);
  element.append(...children);
  return element;
}

export function button(attributes, children, onClick) {
  const element = make("button", { type: "button", ...attributes }, children);
  element.addEventListener("click", onClick);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Makes the children of `box` those of `entries` [{key, state, build}]; what has not changed is not touched.
export function showEntries(box, entries) {
  const wanted = new Set(entries.map((entry) => entry.key));
  const old = new Map();
  for (const child of [...box.children]) {
    if (wanted.has(child.dataset.key)) old.set(child.dataset.key, child);
    else child.remove();
  }
  let place = box.firstElementChild;
  for (const { key, state, build } of entries) {
    let element = old.get(key);
    if (element === undefined || element.entryState !== state) {
      const fresh = build();
      fresh.dataset.key = key;
      fresh.entryState = state;
      if (element === place) place = fresh;
      if (element) replaceKeepingFocus(element, fresh);
      element = fresh;
    }
    if (element === place) place = place?.nextElementSibling ?? null;
    if (element.parentNode !== box || element.nextElementSibling !== place) box.insertBefore(element, place);
  }
}

// A pressed button is drawn anew with its message: the keyboard's place must not be lost.
function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const byKeyboard = focused?.matches(":focus-visible") ?? false;
  old.replaceWith(fresh);
  if (focused === null) return;
  const buttons = [...fresh.querySelectorAll("button, a")];
  const isSame = (button) => button.textContent === focused.textContent && button.ariaLabel === focused.ariaLabel;
  // Answering is offered on every message and is no next step of this one.
  const next = buttons.find(isSame) ?? buttons.find((button) => !button.matches(".reply"));
  if (next) next.focus({ preventScroll: true });
  // Not after a touch: there the keyboard of the screen would come up.
  else if (byKeyboard) fresh.dispatchEvent(new CustomEvent("focuslost", { bubbles: true }));
}
