// The devices on which this account is signed in; each can be ended from here.

import { confirmed } from "/conversation/confirm.js";
import { button, icon, make, setText } from "/conversation/dom.js";
import { get, post } from "/conversation/server.js";
import { momentOf, say } from "/conversation/words.js";

const list = make("ul", { class: "devices" });
const failure = make("p", { class: "failure", role: "alert" });
const closing = button({ class: "quiet", "data-tip": "close" }, [icon("close")], () => dialog.close());
const dialog = make("dialog", { id: "devices", class: "sheet-dialog", "aria-labelledby": "devices-name" }, [
  make("div", { class: "sheet-head" }, [make("h2", { id: "devices-name", "data-text": "devices" }), closing]),
  make("p", { class: "about", "data-text": "devices_about" }),
  list,
  failure,
]);

document.body.append(dialog);

export async function showDevices() {
  dialog.showModal();
  await tried(refresh);
}

async function refresh() {
  const { sessions } = await get("/web/sessions");
  list.replaceChildren(...sessions.map(line));
}

async function tried(act) {
  try {
    await act();
    setText(failure, "");
  } catch {
    setText(failure, say("devices_failed"));
  }
}

function line({ id, words, made_at, seen_at, is_this }) {
  const name = make("strong", {}, [make("bdi", {}, [words])]);
  const about = [
    make("span", {}, [say("signed_in", { at: momentOf(made_at) })]),
    make("span", {}, [say("last_seen", { at: momentOf(seen_at) })]),
  ];
  const said = make("div", { class: "words" }, [name, ...about]);
  if (is_this) return make("li", {}, [said, make("span", { class: "this" }, [say("this_device")])]);
  const looks = { class: "main danger", "aria-label": say("end_session_of", { name: words }) };
  return make("li", {}, [said, button(looks, [say("end_session")], () => end(id, words))]);
}

async function end(id, name) {
  if (!(await confirmed("end_question", "end_session", { name }))) return;
  await tried(async () => {
    await post(`/web/sessions/${encodeURIComponent(id)}/end`, {});
    await refresh();
  });
}
