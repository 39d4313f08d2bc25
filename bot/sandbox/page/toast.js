// What the bot says after a button: a line that goes by itself, or an alert that wants to be closed.

import { button, make } from "./dom.js";

const TOAST_MS = 5000;

export class Toasts {
  constructor() {
    this.last = null; // id of the newest toast; null before the phone was shown
    this.line = make("div", { class: "toast", role: "status" });
    this.alert = make("div", { class: "alert", role: "alertdialog", hidden: true });
    this.element = make("div", { class: "toasts" }, [this.line, this.alert]);
    this.alert.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  show(toasts, id) {
    const newest = toasts.at(-1);
    const seen = this.last;
    this.last = newest?.id ?? 0;
    if (seen === null || newest === undefined || newest.id <= seen) return; // older than this page
    if (newest.alert) this.raise(newest.text, id);
    else this.pass(newest.text);
  }

  pass(text) {
    clearTimeout(this.timer);
    this.line.replaceChildren(make("span", { dir: "auto" }, [text]));
    this.timer = setTimeout(() => this.line.replaceChildren(), TOAST_MS);
  }

  raise(text, id) {
    const isHere = this.element.closest(".phone").contains(document.activeElement);
    this.back = isHere ? document.activeElement : null;
    const words = make("p", { id: `alert-${id}`, dir: "auto" }, [text]);
    const closing = button({ class: "main", "data-text": "close" }, [], () => this.close());
    this.alert.setAttribute("aria-labelledby", `alert-${id}`);
    this.alert.replaceChildren(words, closing);
    this.alert.hidden = false;
    if (isHere) closing.focus();
  }

  close() {
    this.alert.hidden = true;
    if (this.back?.isConnected) this.back.focus();
  }
}
