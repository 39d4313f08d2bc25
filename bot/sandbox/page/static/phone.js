// One phone: whose it is, the invitation code, the chats on it, and what the bot says after a button.

import { ChatView } from "/conversation/chat.js";
import { button, icon, make, setText, showEntries } from "/conversation/dom.js";
import { copyButton } from "/conversation/keyboard.js";
import { menuButton } from "/conversation/menu.js";
import { post } from "/conversation/server.js";
import { Toasts } from "/conversation/toast.js";
import { lang, say } from "/conversation/words.js";
import { LIMITS, actsOf } from "./acts.js";

const PRIVATE = null;

export class PhoneView {
  // `onNews` is called when the number of unread messages may have changed.
  constructor(id, onNews) {
    this.id = id;
    this.path = `/sandbox/phones/${id}`;
    this.onNews = onNews;
    this.chats = new Map([[PRIVATE, this.newChat(PRIVATE)]]);
    this.current = PRIVATE;
    this.toasts = new Toasts();
    this.element = this.build();
    this.chats.get(PRIVATE).element.id = `chat-${id}`;
  }

  newChat(chatId) {
    const acts = actsOf(this.id, chatId);
    return new ChatView({ acts, limits: LIMITS, group: chatId, onRead: () => this.news() });
  }

  build() {
    this.title = make("h2", { id: `name-${this.id}`, dir: "auto" });
    this.seat = make("p", { class: "seat", dir: "auto" });
    this.kind = make("span", { class: "kind" });
    this.face = make("span", { class: "face", "aria-hidden": "true" });
    this.switch = make("div", { class: "switch", role: "group", "data-label": "chats", hidden: true });
    this.code = make("div", { class: "code", hidden: true });
    this.blocked = make("div", { class: "blocked", hidden: true }, [
      make("p", { "data-text": "blocked" }),
      button({ class: "main", "data-text": "unblock" }, [], () => this.block(false)),
    ]);
    const who = make("div", { class: "who" }, [this.title, make("div", { class: "about" }, [this.kind, this.seat])]);
    this.body = make("div", { class: "body" }, [this.toasts.element, this.chats.get(PRIVATE).element]);
    return make("section", { class: "phone conversation", "aria-labelledby": `name-${this.id}` }, [
      make("div", { class: "head" }, [this.face, who, menuButton("phone_menu", "phone-menu", () => this.choices())]),
      this.switch,
      this.code,
      this.body,
      this.blocked,
    ]);
  }

  get chat() {
    return this.chats.get(this.current);
  }

  get unread() {
    return [...this.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  }

  show(phone, bot) {
    this.state = phone;
    setText(this.title, phone.name);
    setText(this.seat, phone.seat);
    setText(this.kind, say(`kind_${phone.kind}`));
    setText(this.face, initials(phone.name));
    this.face.dataset.kind = phone.kind;
    this.blocked.hidden = !phone.blocked;
    this.element.classList.toggle("is-blocked", Boolean(phone.blocked) && this.current === PRIVATE);
    this.showCode(phone.code);
    this.chats.get(PRIVATE).show(phone, phone.name, bot);
    this.showGroups(phone.groups ?? [], phone, bot);
    this.toasts.show(phone.toasts, this.id);
    this.news();
  }

  showGroups(groups, phone, bot) {
    const ids = new Set([PRIVATE, ...groups.map((group) => group.chat_id)]);
    const { current } = this;
    const { title } = this.chat;
    for (const [id, chat] of this.chats) {
      if (ids.has(id)) continue;
      chat.element.remove();
      this.chats.delete(id);
      if (this.current === id) this.turnTo(PRIVATE);
    }
    for (const group of groups) {
      if (!this.chats.has(group.chat_id)) this.addGroup(group.chat_id);
      this.chats.get(group.chat_id).show(group, phone.name, bot);
      // A group that got another address is still the one on the screen.
      if (this.current !== current && group.title === title) this.turnTo(group.chat_id);
    }
  }

  addGroup(id) {
    const chat = this.newChat(id);
    this.chats.set(id, chat);
    chat.element.hidden = true;
    this.body.append(chat.element);
  }

  turnTo(id) {
    this.current = id;
    for (const [other, chat] of this.chats) chat.element.hidden = other !== id;
    this.element.classList.toggle("is-blocked", Boolean(this.state.blocked) && id === PRIVATE);
    this.chat.resized();
    this.chat.settle();
  }

  // Shows how much is unread in each chat, and tells the page.
  news() {
    if (!this.state) return;
    const groups = this.state.groups ?? [];
    this.switch.hidden = groups.length === 0;
    const others = groups.map(({ chat_id, title }) => ({ id: chat_id, title }));
    const places = [{ id: PRIVATE, title: say("by_bot") }, ...others];
    showEntries(this.switch, groups.length ? places.map((place) => this.place(place)) : []);
    this.onNews();
  }

  place({ id, title }) {
    const count = this.chats.get(id)?.unread ?? 0;
    const isCurrent = id === this.current;
    const state = JSON.stringify([lang(), title, count, isCurrent]);
    const build = () => {
      const words = [make("span", { class: "title", dir: "auto" }, [title]), ...(count ? [newsBadge(count)] : [])];
      return button({ "aria-pressed": String(isCurrent) }, words, () => this.turnTo(id));
    };
    return { key: `chat ${id}`, state, build };
  }

  choices() {
    if (this.current !== PRIVATE) return [this.membership()];
    const sticker = { words: "send_sticker", act: () => this.chat.composer.sendWordless("sticker") };
    const isBlocked = Boolean(this.state.blocked);
    return [sticker, { words: isBlocked ? "unblock" : "block", act: () => this.block(!isBlocked) }];
  }

  membership() {
    const group = this.state.groups.find(({ chat_id }) => chat_id === this.current);
    const isMember = group?.bot_is_member ?? true;
    const act = () => this.chat.composer.done(() => post(`/sandbox/groups/${this.current}/bot`, { member: !isMember }));
    return { words: isMember ? "remove_bot" : "add_bot", act };
  }

  block(blocked) {
    return this.chats.get(PRIVATE).composer.done(() => post(`${this.path}/block`, { blocked }));
  }

  showCode(code) {
    const state = `${lang()} ${code ?? ""}`;
    if (this.code.dataset.state === state) return;
    this.code.dataset.state = state;
    this.code.hidden = !code;
    if (!code) return;
    const value = make("code", { "aria-label": say("code") }, [code]);
    this.code.replaceChildren(make("p", {}, [say("code_hint")]), value, copyButton(code, "copy-code", say("copy")));
  }
}

// How many messages are new: the number for the eye, the words for the ear.
export function newsBadge(count) {
  return make("span", { class: "badge" }, [
    make("span", { "aria-hidden": "true" }, [String(count)]),
    make("span", { class: "unseen" }, [say("new_messages", { count })]),
  ]);
}

// The first and the last word of a name, as on a phone: "Nguyễn Minh Châu" is NC.
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word.normalize("NFC")][0].toUpperCase()).join("");
}
