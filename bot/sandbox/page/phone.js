// One phone: a person's chat with the bot. What people or the bot wrote is only ever set as text.

import { post, say } from "./server.js";

const TOAST_MS = 5000;
const STYLES = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q",
};

export class PhoneView {
  constructor(id, onSelect) {
    this.path = `/sandbox/phones/${id}`;
    this.shown = new Map(); // message id -> its state as text, and its element
    this.lastToast = null;
    this.lastRead = 0;
    this.tab = make("button", { class: "tab", type: "button" });
    this.tab.addEventListener("click", onSelect);
    this.title = make("h2", { id: `name-${id}` });
    this.seat = make("p", { class: "seat" });
    this.kind = make("span", { class: "kind" });
    this.code = make("div", { class: "code", hidden: "" });
    this.messages = make("div", { class: "messages", role: "log", tabindex: "0" });
    this.toast = make("div", { class: "toast", role: "status" });
    this.element = make("section", { class: "phone", "aria-labelledby": `name-${id}` }, [
      make("div", { class: "head" }, [make("div", { class: "who" }, [this.title, this.kind]), this.seat]),
      this.code,
      make("div", { class: "screen" }, [this.messages, this.toast]),
      this.composer(),
    ]);
  }

  composer() {
    this.box = make("textarea", { rows: "1", "aria-label": say("message"), placeholder: say("message") });
    this.failure = make("p", { class: "failure", role: "alert" });
    const button = make("button", { type: "submit" }, [say("send")]);
    const form = make("form", { class: "composer" }, [this.box, button, this.failure]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("keydown", (event) => {
      // Enter that ends a composed syllable belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    return form;
  }

  async send() {
    const text = this.box.value;
    if (text.trim() === "") return;
    this.box.value = "";
    if (!(await this.act("text", { text }, "not_sent")) && this.box.value === "") this.box.value = text;
    this.messages.scrollTop = this.messages.scrollHeight;
  }

  async act(act, body, complaint) {
    try {
      await post(`${this.path}/${act}`, body);
      this.failure.textContent = "";
      return true;
    } catch {
      this.failure.textContent = say(complaint);
      return false;
    }
  }

  show(phone, bot, isSelected) {
    this.name = phone.name;
    this.title.textContent = phone.name;
    this.seat.textContent = phone.seat;
    this.kind.textContent = say(`kind_${phone.kind}`);
    this.messages.setAttribute("aria-label", say("messages_of", { name: phone.name }));
    this.showCode(phone.code);
    this.showMessages(phone.messages, bot);
    this.showToasts(phone.toasts);
    this.newest = phone.messages;
    this.select(isSelected);
  }

  select(isSelected) {
    this.element.classList.toggle("selected", isSelected);
    this.tab.setAttribute("aria-current", String(isSelected));
    if (this.element.offsetParent !== null) this.lastRead = this.newest.at(-1)?.id ?? 0;
    const count = this.newest.filter((message) => message.from === "bot" && message.id > this.lastRead).length;
    const badge = count ? [make("span", { class: "badge" }, [say("new_messages", { count })])] : [];
    this.tab.replaceChildren(make("span", {}, [this.name]), ...badge);
  }

  showCode(code) {
    if (this.code.dataset.code === (code ?? "")) return;
    this.code.dataset.code = code ?? "";
    this.code.hidden = code === null;
    if (code === null) return;
    const value = make("code", { "aria-label": say("code") }, [code]);
    this.code.replaceChildren(make("p", {}, [say("code_hint")]), value, copyButton(code, "copy-code", say("copy")));
  }

  showMessages(messages, bot) {
    const box = this.messages;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    const isFirst = this.shown.size === 0;
    this.forget(new Set(messages.map((message) => message.id)));
    box.querySelector(".empty")?.remove();
    if (messages.length === 0) box.append(this.empty(bot));
    let day = null;
    for (const message of messages) {
      this.showMessage(message, message.day === day ? null : message.day);
      day = message.day;
    }
    if (atEnd || isFirst) box.scrollTop = box.scrollHeight;
  }

  forget(kept) {
    for (const [id, { element }] of this.shown) {
      if (kept.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
  }

  showMessage(message, day) {
    const state = JSON.stringify([message, day]);
    const old = this.shown.get(message.id);
    if (old?.state === state) return;
    const element = this.message(message, day);
    this.shown.set(message.id, { state, element });
    if (!old) return this.messages.append(element);
    const focused = old.element.contains(document.activeElement) ? document.activeElement.textContent : null;
    old.element.replaceWith(element);
    if (focused !== null) this.focus(element, focused);
  }

  // The pressed button is drawn anew with its message: the keyboard's place must not be lost.
  focus(element, label) {
    const buttons = [...element.querySelectorAll("button")];
    (buttons.find((button) => button.textContent === label) ?? buttons[0] ?? this.box).focus();
  }

  empty(bot) {
    const button = make("button", { type: "button", class: "start" }, [say("start")]);
    button.addEventListener("click", () => this.act("start", {}, "not_sent"));
    const about = bot.description || say("no_messages");
    return make("div", { class: "empty" }, [make("p", {}, [about]), button]);
  }

  message(message, day) {
    const mine = message.from === "person";
    const by = mine ? say("by_person", { name: this.name }) : say("by_bot");
    const bubble = make("div", { class: "bubble" }, [make("span", { class: "unseen" }, [`${by}: `])]);
    if (message.document) bubble.append(documentLink(message.document));
    if (message.sticker) bubble.append(make("em", {}, [say("sticker")]));
    if (message.text) bubble.append(make("div", { class: "text" }, styled(message.text, message.entities)));
    bubble.append(make("div", { class: "meta" }, meta(message)));
    const children = day === null ? [] : [make("p", { class: "day" }, [day])];
    children.push(bubble);
    if (message.rows.length) children.push(this.keyboard(message));
    return make("article", { class: `message ${message.from}` }, children);
  }

  keyboard(message) {
    const rows = message.rows.map((row) =>
      make("div", { class: "row" }, row.map((button) => this.button(message, button))),
    );
    return make("div", { class: "keyboard" }, rows);
  }

  button(message, { label, data, copy, url }) {
    if (copy !== null) return copyButton(copy, "key", label);
    if (url !== null && /^https?:\/\//.test(url)) {
      return make("a", { class: "key", href: url, target: "_blank", rel: "noopener noreferrer" }, [label]);
    }
    const button = make("button", { type: "button", class: "key" }, [label]);
    button.disabled = data === null;
    button.classList.toggle("waiting", message.waiting.includes(data));
    button.addEventListener("click", () => {
      button.classList.add("waiting");
      this.act("tap", { message_id: message.id, data }, "not_pressed").then((done) => {
        if (!done) button.classList.remove("waiting");
      });
    });
    return button;
  }

  showToasts(toasts) {
    const newest = toasts.at(-1);
    const seen = this.lastToast;
    this.lastToast = newest?.id ?? 0;
    if (seen === null || newest === undefined || newest.id <= seen) return; // older than this page
    clearTimeout(this.toastTimer);
    this.toast.replaceChildren(make("span", {}, [newest.text]));
    if (!newest.alert) this.toastTimer = setTimeout(() => this.toast.replaceChildren(), TOAST_MS);
    else {
      const close = make("button", { type: "button" }, [say("close")]);
      close.addEventListener("click", () => this.toast.replaceChildren());
      this.toast.append(close);
    }
  }
}

function meta(message) {
  const parts = [];
  if (message.silent) parts.push(make("span", { class: "silent" }, [say("silent")]));
  // As Telegram's own clients do: a message with buttons is edited all the time and not marked.
  if (message.edited && message.rows.length === 0) parts.push(make("span", {}, [say("edited")]));
  parts.push(make("time", { datetime: message.date }, [message.date.slice(11, 16)]));
  return parts;
}

// Offsets count UTF-16 units, as JavaScript's strings do.
function styled(text, entities) {
  const known = entities.filter((entity) => entity.type in STYLES);
  const edges = new Set([0, text.length]);
  for (const { offset, length } of known) edges.add(offset).add(offset + length);
  const places = [...edges].filter((place) => place <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const piece = text.slice(start, places[index + 1]);
    const covering = known.filter(({ offset, length }) => offset <= start && start < offset + length);
    return covering.reduceRight((inner, { type }) => make(STYLES[type], {}, [inner]), piece);
  });
}

function documentLink({ file_id, name, size }) {
  const path = `/sandbox/files/${encodeURIComponent(file_id)}`;
  return make("a", { class: "document", href: path, download: "", "aria-label": say("download", { name }) }, [
    make("span", { class: "sheet", "aria-hidden": "true" }),
    make("span", { class: "file-name" }, [name]),
    make("span", { class: "size" }, [readableSize(size)]),
  ]);
}

function readableSize(bytes) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return bytes < 1024 * 1024 ? `${number.format(bytes / 1024)} KB` : `${number.format(bytes / 1024 / 1024)} MB`;
}

function copyButton(text, kind, label) {
  const button = make("button", { type: "button", class: kind }, [label]);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = say("copied");
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
