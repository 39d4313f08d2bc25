// The second factor: a code of six digits, and before the first one the key for the authenticator app.

import { make, setText } from "/conversation/dom.js";
import { copyButton } from "/conversation/keyboard.js";
import { Refused, get, post } from "/conversation/server.js";
import { say } from "/conversation/words.js";

// `needs` is "totp" or "totp_setup". Resolves once no code is owed any more. Raises Away or Refused where there is
// nothing to set up with.
export async function askForCode(place, needs) {
  const setup = needs === "totp_setup" ? await get("/web/totp") : null;
  return new Promise((resolve) => {
    const box = make("input", {
      id: "totp-code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "7", required: true,
    });
    const failure = make("p", { class: "failure", role: "alert" });
    const form = make("form", { class: "card" }, [
      make("h2", { "data-text": setup ? "totp_setup_title" : "totp_title" }),
      make("p", { "data-text": setup ? "totp_setup_about" : "totp_about" }),
      ...(setup ? setupParts(setup) : []),
      make("label", { for: "totp-code", "data-text": "totp_code" }),
      box,
      failure,
      make("button", { type: "submit", class: "main", "data-text": "totp_confirm" }),
    ]);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      setText(failure, "");
      try {
        await post("/web/totp", { code: box.value.replace(/\s/g, "") });
        resolve();
      } catch (error) {
        if (isOver(error)) return resolve();
        setText(failure, (error instanceof Refused && error.sentence) || say("totp_failed"));
        box.select();
      }
    });
    place.replaceChildren(form);
    box.focus();
  });
}

// The code was taken and only the answer lost, or the session has ended: asking once more would lead nowhere.
function isOver(error) {
  return error instanceof Refused && (error.status === 401 || error.body.code === "code_not_owed");
}

// A picture of our own making is shown from memory: markup that came over the network is never put into the page.
function setupParts({ svg, key }) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const picture = make("img", { class: "code-picture", src: address, alt: say("totp_picture"), width: "220", height: "220" });
  picture.addEventListener("load", () => URL.revokeObjectURL(address));
  return [
    picture,
    make("p", { class: "key-line" }, [
      make("span", { "data-text": "totp_key" }),
      make("code", {}, [key]),
      copyButton(key, "plain", say("copy")),
    ]),
  ];
}
