// One conversation: its messages, what is new in them, and the composer.

import { announce } from "./announcer.js";
import { Composer } from "./composer.js";
import { button, icon, make, setText, showEntries } from "./dom.js";
import { freeKeys } from "./keyboard.js";
import { entriesOf } from "./message.js";
import { inWords } from "./wordless.js";
import { lang, say } from "./words.js";

const NEAR_END = 60;

export class ChatView {
  // `acts` are those of the composer, and start(), tap(id, data), fileAt(id), and, where there is such, remove(messages).
  // `group` is the id of a group, null for a conversation with one person; `isOnly` where no other stands beside it;
  // `onRead` is called when the number of unread messages may have changed.
  constructor({ acts, limits, group = null, isOnly = false, onRead = () => {} }) {
    this.acts = acts;
    this.fileAt = acts.fileAt;
    this.canRemove = acts.remove !== undefined;
    this.group = group;
    this.isGroup = group !== null;
    this.isOnly = isOnly;
    this.onRead = onRead;
    this.messages = [];
    this.newest = null; // id of the newest message; null before the chat was shown
    this.read = 0; // id of the newest message that was seen
    this.newFrom = null; // id of the first message below the line "new"
    this.atEnd = true;
    this.top = 0; // where the list was scrolled to
    this.list = make("div", { class: "list" });
    this.scroller = make("div", { class: "messages", role: "log", "aria-live": "off", tabindex: "0" }, [this.list]);
    const badge = make("span", { class: "badge" });
    this.jump = button({ class: "jump", hidden: true }, [badge, icon("down")], () => this.toEnd());
    this.composer = new Composer(this.composerActs(), limits);
    const dropHere = make("p", { class: "drop-here", "data-text": "drop_here", "aria-hidden": "true" });
    this.element = make("div", { class: "chat" }, [
      make("div", { class: "view" }, [this.scroller, this.jump, dropHere]),
      this.composer.element,
    ]);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.scroller.addEventListener("focuslost", () => this.composer.box.focus());
    this.acceptDrops();
    const watch = new ResizeObserver(() => this.resized());
    watch.observe(this.scroller);
    watch.observe(this.list);
  }

  composerActs() {
    const sending = (name) => (...all) => this.sending(() => this.acts[name](...all));
    const { kinds, edit, drafted } = this.acts;
    return { kinds, edit, drafted, text: sending("text"), files: sending("files"), wordless: sending("wordless") };
  }

  // Whoever writes has read what there is and looks at its end.
  async sending(act) {
    this.newFrom = null;
    await act();
    this.toEnd();
  }

  // `shown` is {messages, commands, typing, title}, `person` the name of whose conversation it is. `earlier` fetches what
  // stands before and `about` says what the conversation is for, where there is such; `isPartial` while only what the page itself knows is shown.
  show(shown, person, bot) {
    this.person = person;
    this.bot = bot;
    const { messages } = shown;
    this.title = shown.title;
    const of = this.isGroup ? say("messages_in", { name: shown.title }) : say("messages_of", { name: person });
    this.scroller.setAttribute("aria-label", of);
    this.composer.commands.know(shown.commands ?? []);
    const unread = this.unread;
    const kept = messages.filter((message) => !message.pending);
    const newest = kept.at(-1)?.id ?? 0;
    if (this.newest === null) this.read = newest;
    else this.notice(kept.filter((message) => message.id > this.newest && !this.isMine(message)), unread);
    this.messages = messages;
    this.newest = shown.isPartial ? null : newest;
    this.followAnswered();
    const entries = messages.length ? entriesOf(messages, this.newFrom, this) : [this.emptyEntry(bot)];
    if (shown.typing) entries.push({ key: "typing", state: lang(), build: typing });
    if (shown.about) entries.unshift(aboutEntry(shown.about));
    if (shown.earlier) entries.unshift({ key: "earlier", state: lang(), build: () => this.earlierButton(shown.earlier) });
    showEntries(this.list, entries);
    freeKeys(this.list);
    if (this.atEnd) this.toEnd();
    this.settle();
  }

  // What is answered may be edited or deleted before the answer is sent.
  followAnswered() {
    const { answered } = this.composer;
    const message = answered && this.messages.find(({ id }) => id === answered.id);
    if (answered) this.composer.turnTo(message ? { id: message.id, text: this.describe(message) } : null);
  }

  // The line "new" stands above the first message that came while nobody looked at the end.
  notice(arrived, unreadBefore) {
    if (arrived.length === 0) return;
    if (unreadBefore === 0) this.newFrom = this.isSeen && this.atEnd ? null : arrived[0].id;
    announce(this.person, arrived.map((message) => this.describe(message)), this.isActive);
  }

  describe(message) {
    if (message.text) return message.text;
    if (message.document) return message.document.name;
    return inWords(message) ?? say(message.photo ? "a_photo" : "a_message");
  }

  get isActive() {
    return this.isOnly || this.element.closest(".conversation").contains(document.activeElement);
  }

  get isSeen() {
    return this.element.offsetParent !== null && document.visibilityState === "visible";
  }

  get unread() {
    return this.messages.filter((message) => message.id > this.read && !this.isMine(message)).length;
  }

  // What stands at the end of a chat that is looked at counts as read.
  settle() {
    if (this.isSeen && this.atEnd) this.read = this.newest ?? 0;
    const count = this.unread;
    this.jump.hidden = this.atEnd;
    setText(this.jump.querySelector(".badge"), count ? String(count) : "");
    this.jump.setAttribute("aria-label", count ? say("jump_new", { count }) : say("jump"));
    this.onRead();
  }

  scrolled() {
    if (this.scroller.clientHeight === 0) return;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    const wentUp = scrollTop < this.top;
    this.top = scrollTop;
    // The end moves away by itself when something is added; only a person leaves it upwards.
    if (atEnd === this.atEnd || (!atEnd && !wentUp)) return;
    this.atEnd = atEnd;
    this.settle();
  }

  resized() {
    if (this.atEnd) this.toEnd();
    else this.scrolled();
  }

  toEnd() {
    this.atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.settle();
  }

  // What comes in above leaves before the eyes what stood there.
  earlierButton(fetchEarlier) {
    const asking = button({ class: "plain earlier", "data-text": "earlier" }, [], async () => {
      const { scrollHeight, scrollTop } = this.scroller;
      asking.disabled = true;
      await this.composer.done(fetchEarlier);
      this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
      asking.disabled = false;
    });
    return asking;
  }

  acceptDrops() {
    const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
    this.element.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.element.classList.add("dropping");
    });
    this.element.addEventListener("dragleave", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.element.classList.remove("dropping");
    });
    this.element.addEventListener("drop", (event) => {
      this.element.classList.remove("dropping");
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.composer.take(event.dataTransfer.files);
    });
  }

  emptyEntry(bot) {
    const about = bot.description || say("no_messages");
    return { key: "empty", state: `${lang()} ${about} ${bot.isAway}`, build: () => this.empty(about, bot) };
  }

  empty(about, bot) {
    const start = button({ class: "start" }, [say("start")], () => this.composer.done(() => this.sending(this.acts.start)));
    return make("div", { class: "empty" }, [make("p", { dir: "auto" }, [about]), ...(this.isGroup || bot.isAway ? [] : [start])]);
  }

  // What the messages ask of their chat.

  isMine(message) {
    return message.own ?? message.from === "person";
  }

  // What was written before a group moved stands in another chat.
  canAnswer(message) {
    return !message.pending && (!this.isGroup || message.chat === this.group);
  }

  nameOf(message) {
    if (message.from === "bot") return this.isGroup ? this.bot.name : say("by_bot");
    return this.isMine(message) ? say("by_person", { name: this.person }) : message.by;
  }

  commandFrom(message) {
    return message.from === "bot" ? (words) => this.composer.sendWords(words) : null;
  }

  async tap(message, data) {
    const done = await this.composer.done(() => this.acts.tap(message.id, data));
    if (!done) setText(this.composer.failure, say("not_pressed"));
    return done;
  }

  answer(message) {
    this.composer.answer({ id: message.id, text: this.describe(message) });
  }

  // What can be done with an own message: {words, act}.
  choicesOf(message) {
    if (message.pending) return [];
    const isText = message.text && !message.document && !message.photo;
    const edit = { words: "edit", act: () => this.composer.edit(message) };
    const remove = { words: "delete", act: () => this.remove(message) };
    return [...(isText ? [edit] : []), ...(this.canRemove ? [remove] : [])];
  }

  remove(message) {
    const isPart = ({ id, album }) => id === message.id || (album && album === message.album);
    return this.composer.done(() => this.acts.remove(this.messages.filter(isPart).map(({ id }) => id)));
  }

  jumpTo(id) {
    const article = this.list.querySelector(`[data-key="message ${Number(id)}"]`);
    article?.scrollIntoView({ block: "center" });
    article?.classList.add("pointed");
    article?.addEventListener("animationend", () => article.classList.remove("pointed"), { once: true });
  }
}

function aboutEntry(about) {
  return { key: "about", state: about, build: () => make("p", { class: "about-chat", dir: "auto" }, [about]) };
}

function typing() {
  const dots = [0, 1, 2].map(() => make("span", { class: "dot", "aria-hidden": "true" }));
  return make("p", { class: "typing" }, [make("span", { class: "unseen" }, [say("typing")]), ...dots]);
}
