// A small menu that opens at its button: arrow keys, Escape, a click elsewhere.

import { button, icon, make } from "./dom.js";
import { say } from "./words.js";

const KEYS = { ArrowDown: 1, ArrowUp: -1 };

let open = null;

// `choices` [{words, act}] or a function that returns them when the menu opens.
export function menuButton(words, kind, choices, symbol = "more") {
  const looks = { class: `quiet ${kind}`, "data-tip": words, "aria-haspopup": "menu", "aria-expanded": "false" };
  const opener = button(looks, [icon(symbol)], () => {
    if (open?.opener === opener) close();
    else show(opener, typeof choices === "function" ? choices() : choices);
  });
  return opener;
}

function show(opener, choices) {
  close();
  const items = choices.map(({ words, act }) =>
    button({ class: "choice", role: "menuitem", tabindex: "-1" }, [say(words)], () => {
      close();
      opener.focus();
      act();
    }),
  );
  const menu = make("div", { class: "menu", role: "menu", "aria-label": opener.getAttribute("aria-label") }, items);
  menu.addEventListener("keydown", (event) => move(event, items));
  document.body.append(menu);
  place(menu, opener.getBoundingClientRect(), opener.closest(".conversation").getBoundingClientRect());
  opener.setAttribute("aria-expanded", "true");
  open = { menu, opener };
  items[0].focus();
}

// Below its button or above it, within the conversation on the left, within the page on the right.
function place(menu, at, frame) {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - 4 - height)}px`;
  menu.style.left = `${Math.max(8, Math.min(Math.max(at.right - width, frame.left + 8), innerWidth - width - 8))}px`;
}

function move(event, items) {
  if (event.key === "Escape" || event.key === "Tab") {
    const { opener } = open;
    close();
    opener.focus();
    if (event.key === "Escape") event.preventDefault();
  } else if (event.key in KEYS) {
    event.preventDefault();
    const next = items.indexOf(document.activeElement) + KEYS[event.key] + items.length;
    items[next % items.length].focus();
  }
}

function close() {
  open?.menu.remove();
  open?.opener.setAttribute("aria-expanded", "false");
  open = null;
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target) && !open.opener.contains(event.target)) close();
});
addEventListener("resize", close);
addEventListener("scroll", (event) => open && event.target.contains(open.opener) && close(), true);
