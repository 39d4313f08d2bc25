// The list of a chat as entries: days, the line above what is new, messages, albums.

import { button, icon, make } from "./dom.js";
import { documentLink, photoGrid } from "./files.js";
import { keyboard } from "./keyboard.js";
import { menuButton } from "./menu.js";
import { styled } from "./rich.js";
import { inWords, wordlessElement } from "./wordless.js";
import { dayOf, lang, say } from "./words.js";

const TOGETHER_MS = 5 * 60 * 1000;

// `chat` offers isMine, canAnswer, nameOf and choicesOf of a message, isGroup, canRemove, fileAt, tap, commandFrom, answer, jumpTo.
//
// A message is {id, from: "bot" or "person", date, day, text, entities, rows, edited, silent} and, where it has them,
// by, own, photo, document, album, reply_to, waiting (the data of buttons that were pressed and have no answer yet).
// `pending` is a sentence that stands in the place of the time: what is written and not yet with the server.
export function entriesOf(messages, newFrom, chat) {
  const entries = [];
  const answered = new Set(messages.map((message) => message.reply_to?.id));
  let last = null;
  let line = newFrom;
  for (const album of albumsOf(messages)) {
    const first = album[0];
    const isNewDay = first.date.slice(0, 10) !== last?.date.slice(0, 10);
    if (isNewDay) entries.push(dayEntry(first));
    const isLine = line !== null && album.at(-1).id >= line;
    if (isLine) {
      entries.push({ key: "new", state: lang(), build: newLine });
      line = null;
    }
    const follows = !isNewDay && !isLine && belongTogether(last, first);
    const isAnswered = album.some(({ id }) => answered.has(id));
    entries.push({
      key: `message ${first.id}`,
      state: `${lang()} ${follows} ${isAnswered} ${JSON.stringify(album)}`,
      build: () => element(album, { follows, isAnswered }, chat),
    });
    last = album.at(-1);
  }
  return entries;
}

function albumsOf(messages) {
  const albums = [];
  for (const message of messages) {
    const open = albums.at(-1);
    if (message.album && open?.[0].album === message.album) open.push(message);
    else albums.push([message]);
  }
  return albums;
}

function belongTogether(last, first) {
  const isSame = last?.from === first.from && last?.by === first.by;
  return isSame && Date.parse(first.date) - Date.parse(last.date) < TOGETHER_MS;
}

function dayEntry(message) {
  const day = dayOf(message.date, message.day);
  const build = () => make("p", { class: "day" }, [make("span", {}, [day])]);
  return { key: `day ${message.date.slice(0, 10)}`, state: day, build };
}

function newLine() {
  return make("p", { class: "new-line", "data-text": "new_line" });
}

function element(album, { follows, isAnswered }, chat) {
  const [first] = album;
  const isMine = chat.isMine(first);
  const sender = chat.nameOf(first);
  const bubble = make("div", { class: "bubble" }, [make("span", { class: "unseen" }, [`${sender}: `])]);
  if (chat.isGroup && !isMine && !follows) {
    bubble.append(make("p", { class: "by", dir: "auto", "aria-hidden": "true" }, [sender]));
  }
  if (first.reply_to) bubble.append(quote(first.reply_to, chat));
  const photos = album.filter((message) => message.photo);
  if (photos.length) bubble.append(photoGrid(photos, sender, chat.fileAt));
  for (const message of album) {
    if (message.document) bubble.append(documentLink(message.document, chat.fileAt));
    if (inWords(message)) bubble.append(wordlessElement(message));
    if (!message.text) continue;
    const words = styled(message.text, message.entities, chat.commandFrom(message));
    bubble.append(make("div", { class: "text", dir: "auto" }, words));
  }
  const info = make("div", { class: "meta" }, marks(album.at(-1), isAnswered));
  if (isMine) info.append(...ownChoices(first, chat));
  else if (chat.canAnswer(first)) info.append(replyButton(first, chat));
  bubble.append(info);
  const whole = make("article", { class: `message ${isMine ? "person" : "bot"}` }, [bubble]);
  whole.classList.toggle("follows", follows);
  whole.classList.toggle("with-photos", photos.length > 0);
  whole.classList.toggle("is-pending", Boolean(first.pending));
  const keys = album.find((message) => message.rows.length);
  if (keys) whole.append(keyboard(keys, (data) => chat.tap(keys, data)));
  return whole;
}

function quote({ id, text }, chat) {
  return button({ class: "quote", "aria-label": say("reply_to", { text: text || say("a_message") }) }, [
    make("span", { dir: "auto" }, [text || say("a_message")]),
  ], () => chat.jumpTo(id));
}

function marks(message, isAnswered) {
  if (message.pending) return [icon("clock"), make("span", { class: "pending" }, [message.pending])];
  const parts = [];
  if (message.silent) {
    const words = make("span", { class: "unseen" }, [say("silent")]);
    parts.push(make("span", { class: "silent", title: say("silent") }, [icon("silent"), words]));
  }
  // As Telegram's own clients do: a message with buttons is edited all the time and not marked.
  if (message.edited && message.rows.length === 0) parts.push(make("span", {}, [say("edited")]));
  if (isAnswered) parts.push(make("span", {}, [say("answered")]));
  parts.push(make("time", { datetime: message.date }, [message.date.slice(11, 16)]));
  return parts;
}

function replyButton(message, chat) {
  return button({ class: "quiet reply", "data-tip": "reply" }, [icon("reply")], () => chat.answer(message));
}

// Where an own message can be corrected and nothing else, a button does it; otherwise a menu has what can be done.
function ownChoices(message, chat) {
  const choices = chat.choicesOf(message);
  if (choices.length === 0) return [];
  if (chat.canRemove) return [menuButton("own_menu", "own", choices)];
  return [button({ class: "quiet own", "data-tip": "edit" }, [icon("edit")], choices[0].act)];
}
