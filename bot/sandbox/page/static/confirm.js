// A question before something that cannot be taken back.

import { setText } from "./dom.js";
import { say } from "./words.js";

const dialog = document.getElementById("confirm");
const [keep, go] = dialog.querySelectorAll("button");

// Resolves to whether the person wants it.
export function confirmed(question, act) {
  setText(dialog.querySelector("p"), say(question));
  setText(go, say(act));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"), { once: true });
  });
}

keep.addEventListener("click", () => dialog.close());
go.addEventListener("click", () => dialog.close("go"));
