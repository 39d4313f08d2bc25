// What the bot says after a button: a line that goes by itself, or alerts that want to be closed one by one.

import { button, make } from "./dom.js";

const TOAST_MS = 5000;

export class Toasts {
  constructor() {
    this.last = null; // id of the newest toast; null before the conversation was shown
    this.waiting = []; // alerts that come up once the one before is closed
    this.line = make("div", { class: "toast", role: "status" });
    this.alert = make("div", { class: "alert", role: "alertdialog", hidden: true });
    this.element = make("div", { class: "toasts" }, [this.line, this.alert]);
    this.alert.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  show(toasts, id) {
    const seen = this.last;
    this.id = id;
    this.last = toasts.at(-1)?.id ?? 0;
    if (seen === null) return; // older than this page
    const fresh = toasts.filter((toast) => toast.id > seen);
    const line = fresh.findLast(({ alert }) => !alert);
    if (line) this.pass(line.text);
    this.waiting.push(...fresh.filter(({ alert }) => alert));
    if (this.alert.hidden) this.next();
  }

  next() {
    if (this.waiting.length) this.raise(this.waiting.shift().text);
  }

  pass(text) {
    clearTimeout(this.timer);
    this.line.replaceChildren(make("span", { dir: "auto" }, [text]));
    this.timer = setTimeout(() => this.line.replaceChildren(), TOAST_MS);
  }

  raise(text) {
    const isHere = this.element.closest(".conversation").contains(document.activeElement);
    this.back = isHere ? document.activeElement : null;
    const words = make("p", { id: `alert-${this.id}`, dir: "auto" }, [text]);
    const closing = button({ class: "main", "data-text": "close" }, [], () => this.close());
    this.alert.setAttribute("aria-labelledby", `alert-${this.id}`);
    this.alert.replaceChildren(words, closing);
    this.alert.hidden = false;
    if (isHere) closing.focus();
  }

  close() {
    this.alert.hidden = true;
    if (this.back?.isConnected) this.back.focus();
    this.next();
  }
}
