// The buttons under a message.

import { button, make } from "./dom.js";
import { isWeb } from "./rich.js";
import { say } from "./words.js";

const COPIED_MS = 2000;

// `tap(data)` presses a button and answers whether the press got through.
export function keyboard({ rows, waiting = [] }, tap) {
  const lines = rows.map((row) => make("div", { class: "row" }, row.map((key) => one(key, waiting, tap))));
  return make("div", { class: "keyboard" }, lines);
}

function one({ label, data, copy, url, style }, waiting, tap) {
  if (copy) return copyButton(copy, "key", label);
  if (isWeb(url)) {
    return make("a", { class: "key", href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, [label]);
  }
  const isWaiting = data !== null && waiting.includes(data);
  const looks = { class: "key", dir: "auto", disabled: data === null, "aria-busy": isWaiting ? "true" : null, "data-style": style };
  const key = button(looks, [label], async () => {
    if (key.hasAttribute("aria-busy")) return;
    key.setAttribute("aria-busy", "true");
    if (await tap(data)) key.dataset.pressed = "";
    else key.removeAttribute("aria-busy");
  });
  return key;
}

// A message that is told as before, without the press that got through, has had its answer already.
export function freeKeys(list) {
  for (const key of list.querySelectorAll("[data-pressed]")) {
    delete key.dataset.pressed;
    key.removeAttribute("aria-busy");
  }
}

export function copyButton(text, kind, label) {
  const copying = button({ class: kind, dir: "auto" }, [label], async () => {
    await navigator.clipboard.writeText(text);
    copying.textContent = say("copied");
    setTimeout(() => (copying.textContent = label), COPIED_MS);
  });
  return copying;
}
