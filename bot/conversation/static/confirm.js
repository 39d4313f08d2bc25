// A question before something that cannot be taken back.

import { button, make, setText } from "./dom.js";
import { say } from "./words.js";

const question = make("p", { id: "question" });
const keep = button({ class: "plain", "data-text": "keep" }, [], () => dialog.close());
const go = button({ class: "main danger" }, [], () => dialog.close("go"));
const dialog = make("dialog", { id: "confirm", class: "confirm", "aria-labelledby": "question" }, [
  question,
  make("div", { class: "line" }, [keep, go]),
]);

document.body.append(dialog);

// `asked` and `act` name the words. Resolves to whether the person wants it.
export function confirmed(asked, act, values = {}) {
  setText(question, say(asked, values));
  setText(go, say(act));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"), { once: true });
  });
}
