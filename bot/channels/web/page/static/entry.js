// Who has no session on this device: how one comes in, and the first step of it.

import { button, make, setText } from "/conversation/dom.js";
import { post } from "/conversation/server.js";
import { say } from "/conversation/words.js";

// `isAgain` where there was a session before. Resolves once a session was begun.
export function comeIn(place, isAgain) {
  return new Promise((resolve) => {
    const failure = make("p", { class: "failure", role: "alert" });
    const start = button({ class: "main", "data-text": "start" }, [], async () => {
      start.disabled = true;
      try {
        await post("/web/begin", {});
        resolve();
      } catch {
        setText(failure, say("entry_failed"));
      }
      start.disabled = false;
    });
    const sentences = [...(isAgain ? ["entry_again"] : []), "entry_about", "entry_code", "entry_link"];
    place.replaceChildren(
      make("div", { class: "card" }, [
        make("h2", { "data-text": "title" }),
        ...sentences.map((words) => make("p", { class: words, "data-text": words })),
        failure,
        start,
      ]),
    );
  });
}
