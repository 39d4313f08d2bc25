// The bot's commands above the box: by the button, or while "/…" is typed.

import { button, icon, make } from "./dom.js";

let count = 0;

export class CommandMenu {
  // `choose(words)` is called with the command that was chosen.
  constructor(box, choose) {
    this.box = box;
    this.choose = choose;
    this.known = [];
    this.marked = 0;
    this.id = `commands-${++count}`;
    const list = { class: "commands", id: this.id, role: "listbox", "data-label": "commands", hidden: true };
    this.list = make("div", list);
    const opener = { class: "quiet", "data-tip": "commands", "aria-expanded": "false", "aria-controls": this.id };
    this.button = button(opener, [icon("slash")], () => {
      const wasOpen = this.isOpen;
      box.focus();
      if (wasOpen) this.close();
      else this.open(this.known);
    });
    this.button.hidden = true;
    box.setAttribute("aria-autocomplete", "list");
    box.addEventListener("input", () => this.follow());
    box.addEventListener("focus", () => this.follow());
    box.addEventListener("blur", ({ relatedTarget }) => {
      if (relatedTarget !== this.button && !this.list.contains(relatedTarget)) this.close();
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  know(commands) {
    if (JSON.stringify(commands) === JSON.stringify(this.known)) return;
    this.known = commands;
    this.button.hidden = commands.length === 0;
    if (this.isOpen) this.follow();
  }

  follow() {
    const typed = /^\/(\w*)$/.exec(this.box.value);
    const fitting = typed ? this.known.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    if (fitting.length) this.open(fitting);
    else this.close();
  }

  open(commands) {
    this.shown = commands;
    this.list.replaceChildren(...commands.map((command, index) => this.option(command, index)));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.box.setAttribute("aria-controls", this.id);
    this.mark(0);
  }

  option({ command, description }, index) {
    const option = make("div", { class: "command", id: `${this.id}-${index}`, role: "option" }, [
      make("span", { class: "name" }, [`/${command}`]),
      make("span", { class: "about", dir: "auto" }, [description]),
    ]);
    option.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the keyboard
    option.addEventListener("click", () => this.take(index));
    return option;
  }

  mark(index) {
    this.marked = (index + this.shown.length) % this.shown.length;
    const options = [...this.list.children];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.marked)));
    options[this.marked].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", `${this.id}-${this.marked}`);
  }

  take(index) {
    const { command } = this.shown[index];
    this.close();
    this.choose(`/${command}`);
  }

  close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("aria-controls");
  }

  // Answers whether the key was for the menu.
  takesKey({ key, shiftKey }) {
    if (!this.isOpen) return false;
    if (key === "ArrowDown") this.mark(this.marked + 1);
    else if (key === "ArrowUp") this.mark(this.marked - 1);
    else if (key === "Enter" && !shiftKey) this.take(this.marked);
    else if (key === "Tab" && !shiftKey) this.complete();
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  complete() {
    this.box.value = `/${this.shown[this.marked].command} `;
    this.close();
  }
}
