// The drawer beside the phones; on a narrow screen it stands in their place. It shows one panel at a time.

import { button, icon, make } from "/conversation/dom.js";

const place = document.getElementById("drawer");
const openers = document.querySelectorAll("[data-panel]");
const panels = new Map();

let current = null;

// A panel is {element, opened?, closed?}; `words` names its heading.
export function addPanel(name, words, panel) {
  const heading = make("h2", { id: `panel-${name}`, "data-text": words });
  const closing = button({ class: "quiet", "data-tip": "close" }, [icon("close")], () => close(true));
  const whole = make("section", { class: "panel", hidden: true, "aria-labelledby": `panel-${name}`, role: "group" }, [
    make("div", { class: "panel-head" }, [heading, closing]),
    panel.element,
  ]);
  place.append(whole);
  panels.set(name, { ...panel, whole, closing });
}

export function isOpen(name) {
  return current === name;
}

export function open(name, withFocus = false) {
  if (current !== null && current !== name) leave(current);
  current = name;
  apply();
  panels.get(name).opened?.();
  if (withFocus) panels.get(name).closing.focus();
}

export function close(withFocus = false) {
  if (current === null) return;
  const name = current;
  current = null;
  apply();
  leave(name);
  if (withFocus) document.querySelector(`[data-panel="${name}"]`)?.focus();
}

function leave(name) {
  panels.get(name).closed?.();
}

function apply() {
  for (const [name, { whole }] of panels) whole.hidden = name !== current;
  place.hidden = current === null;
  document.body.classList.toggle("with-panel", current !== null);
  for (const opener of openers) opener.setAttribute("aria-expanded", String(opener.dataset.panel === current));
}

for (const opener of openers) {
  opener.addEventListener("click", () => (isOpen(opener.dataset.panel) ? close() : open(opener.dataset.panel, true)));
}
place.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
