// The conversation: what the server told of it, what was written and is not stored yet, and the acts of the person.

import { ChatView } from "/conversation/chat.js";
import { Refused, get, post } from "/conversation/server.js";
import { Toasts } from "/conversation/toast.js";
import { make } from "/conversation/dom.js";
import { say } from "/conversation/words.js";
import { Sender } from "./sender.js";
import { shaped, withPending } from "./shape.js";
import { actsOf, add, draftOf, keepDraft } from "./store.js";
import { stamp } from "./time.js";

const LIMITS = { fileBytes: 20 * 1024 * 1024, bytes: 100 * 1024 * 1024, files: 10 };
const OTHER_PAGES = "acts";

export class Talk {
  // `signedOut(code)` is called when an act was refused for want of a session.
  constructor(signedOut) {
    this.messages = new Map();
    this.seq = 0; // the newest change that the page shows
    this.told = 0; // the newest change of which the server knows that it was shown
    this.state = null;
    this.isSignedOut = false;
    this.who = null;
    this.acts = []; // not stored yet
    this.taken = Promise.resolve();
    this.stored = new Map(); // key -> act that is stored, until its message is told of
    this.sender = new Sender({
      changed: () => this.reread(),
      stored: (act) => this.wasStored(act),
      refused: (act, sentence, code) => this.giveBack(act, sentence, code),
      signedOut,
    });
    this.chat = new ChatView({ acts: this.chatActs(), limits: LIMITS, isOnly: true, onRead: () => this.tellSeen() });
    this.toasts = new Toasts();
    this.element = make("div", { class: "body" }, [this.toasts.element, this.chat.element]);
    this.pages = new BroadcastChannel(OTHER_PAGES);
    this.pages.onmessage = () => this.reread();
    document.addEventListener("visibilitychange", () => this.chat.settle());
  }

  chatActs() {
    return {
      text: (text, reply_to) => this.act("text", { text, reply_to }),
      edit: (message_id, text) => this.act("edit", { message_id, text }),
      files: (files, { caption, reply_to }) => this.act("files", { caption, reply_to }, files),
      tap: (message_id, data) => this.act("tap", { message_id, data }),
      start: () => this.act("text", { text: "/start" }),
      drafted: (words) => this.who !== null && keepDraft(this.who, words),
      fileAt: (id) => `/web/files/${encodeURIComponent(id)}`,
    };
  }

  // Keeps what was done, then sends it; it is shown as on its way from the first moment on.
  async act(kind, fields, files = []) {
    await add({ who: this.who, kind, fields, files, seen: this.seq, key: null, date: stamp() });
    await this.reread();
    this.pages.postMessage(kind);
    this.sender.wake();
  }

  // Who writes here, known before the server has answered: what he wrote before is shown.
  async belongTo(who) {
    if (this.who === who) return;
    this.who = who;
    this.messages.clear();
    this.stored.clear();
    this.chat.composer.put(draftOf(who));
    await this.reread();
  }

  // The whole as the server tells it.
  take(state) {
    this.state = state;
    this.more = state.more;
    this.seq = state.seq;
    this.messages = new Map(state.messages.map((message) => [message.id, shaped(message)]));
    this.settleStored();
    this.sender.sendFor(this.who);
    this.show();
  }

  // Who the person is and what there is to choose, without the messages, of which the page may show older ones.
  takeHead(state) {
    this.state = state;
    this.show();
  }

  // What changed since; one change after another.
  takeEvent(event) {
    this.taken = this.taken.then(() => this.apply(event)).catch(console.error); // one that fails stops no other
  }

  async apply({ seq, messages = [], deleted = [], toast }) {
    // An own message takes the place of the act that made it, whose key this page may not have seen yet.
    if (messages.some(({ key }) => key)) this.acts = await actsOf(this.who);
    if (seq > this.seq) this.seq = seq;
    for (const message of messages) this.messages.set(message.id, shaped(message));
    for (const id of deleted) this.messages.delete(Number(id));
    if (toast) this.toasts.pass(toast.text);
    this.settleStored();
    this.show();
  }

  async earlier() {
    const oldest = Math.min(...this.messages.keys());
    const { messages, more } = await get(`/web/state?before=${oldest}`);
    this.more = more;
    for (const message of messages) this.messages.set(message.id, shaped(message));
    this.show();
  }

  async reread() {
    this.acts = this.who === null ? [] : await actsOf(this.who);
    this.show();
  }

  show() {
    const { bot, commands = [], me } = this.state ?? {};
    const messages = [...this.messages.values()].sort((one, other) => one.id - other.id);
    const acts = [...this.stored.values(), ...this.acts.filter(({ key }) => !this.stored.has(key))];
    const shown = withPending(messages, acts, (act) => this.wordsFor(act));
    const earlier = this.more ? () => this.earlier() : null;
    const isPartial = this.state === null;
    const about = isPartial ? { description: say("offline"), isAway: true } : bot;
    this.chat.show({ messages: shown, commands, earlier, isPartial }, me?.name ?? say("title"), about ?? {});
  }

  wordsFor(act) {
    if (this.stored.has(act.key)) return say("sending");
    if (this.isSignedOut) return say("waiting_session");
    if (this.sender.isAway || !this.state) return say("waiting");
    const percent = this.sender.parts.get(act.id);
    return percent ? say("sending_part", { percent }) : say("sending");
  }

  wasStored(act) {
    if (act.kind === "text" || act.kind === "files") this.stored.set(act.key, act);
    this.settleStored();
    this.pages.postMessage(act.kind);
    this.reread();
  }

  // A message that the server tells of stands for the act that made it.
  settleStored() {
    for (const { key } of this.messages.values()) this.stored.delete(key);
  }

  // What was refused is in the person's hands again.
  giveBack({ kind, fields, files }, sentence, code) {
    if (kind === "tap") this.toasts.pass(code === "old" ? say("press_too_old") : sentence || say("press_not_taken"));
    else {
      const complaint = code === "old" ? say("kept_too_long") : sentence || say("not_taken");
      this.chat.composer.giveBack(fields.text ?? fields.caption ?? "", files ?? [], complaint);
    }
    this.reread();
  }

  // The server learns what stood before the person's eyes.
  async tellSeen() {
    if (!this.chat || !this.state || !this.chat.isSeen || !this.chat.atEnd || this.told >= this.seq) return;
    const upto = this.seq;
    const before = this.told;
    this.told = upto;
    try {
      await post("/web/seen", { upto });
    } catch (error) {
      this.told = before; // said again with the next change
      if (error instanceof Refused && error.status < 500) this.told = upto;
    }
  }
}
