// The line above the box: which message is corrected or answered, and the way out of it.

import { button, icon, make, setText } from "./dom.js";
import { beginningOf } from "./words.js";

let count = 0;

export class SubjectLine {
  // `heading` and `wayOut` name the words; `leave` is called when the person does not want it any more.
  constructor(box, kind, { symbol, heading, wayOut, leave }) {
    this.box = box;
    this.id = `subject-${++count}`;
    this.said = make("span", { dir: "auto" });
    this.element = make("div", { class: `subject ${kind}`, hidden: true }, [
      icon(symbol),
      make("p", { id: this.id }, [make("strong", { "data-text": heading }), this.said]),
      button({ class: "quiet", "data-tip": wayOut }, [icon("close")], leave),
    ]);
  }

  // `text` is what the message says; null where none is meant.
  show(text) {
    this.element.hidden = text === null;
    setText(this.said, beginningOf(text ?? ""));
    // Who does not see the line hears it with the box.
    if (text !== null) this.box.setAttribute("aria-describedby", this.id);
    else if (this.box.getAttribute("aria-describedby") === this.id) this.box.removeAttribute("aria-describedby");
  }
}
