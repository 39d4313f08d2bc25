// Messages as the server tells them, made those that a conversation shows; and what is written and not yet stored
// among them.

import { say } from "/conversation/words.js";

const STYLES = { send: "primary", destructive: "danger" };

export function shaped(message) {
  const { id, photo, document, rows = [], entities = [] } = message;
  return {
    ...message,
    entities,
    text: message.text ?? "",
    rows: rows.map((row) => row.map(keyOf)),
    photo: photo ? { ...photo, file_id: id } : null,
    document: document ? { ...document, file_id: id } : null,
  };
}

function keyOf({ text, data = null, weight, url = null, copy = null }) {
  return { label: text, data, url, copy, style: STYLES[weight] ?? weight ?? null };
}

// `acts` are those that are not stored yet; `words(act)` says how it stands with one.
export function withPending(messages, acts, words) {
  const edits = new Map(acts.filter(({ kind }) => kind === "edit").map((act) => [act.fields.message_id, act]));
  const taps = Map.groupBy?.(acts.filter(isTap), tapped) ?? grouped(acts.filter(isTap));
  const shown = messages.map((message) => {
    const edit = edits.get(message.id);
    const waiting = (taps.get(message.id) ?? []).map((act) => act.fields.data);
    const corrected = edit ? { ...message, text: edit.fields.text, entities: [], pending: words(edit) } : message;
    return waiting.length ? { ...corrected, waiting } : corrected;
  });
  const known = new Set(messages.map(({ key }) => key).filter(Boolean));
  const written = acts.filter(({ kind, key }) => (kind === "text" || kind === "files") && !known.has(key));
  return [...shown, ...written.map((act) => pendingMessage(act, messages, words(act)))];
}

const isTap = ({ kind }) => kind === "tap";
const tapped = ({ fields }) => fields.message_id;

function grouped(acts) {
  const groups = new Map();
  for (const act of acts) groups.set(tapped(act), [...(groups.get(tapped(act)) ?? []), act]);
  return groups;
}

function pendingMessage({ id, fields, files = [], date }, messages, pending) {
  const answered = messages.find((message) => message.id === fields.reply_to);
  const text = [fields.text ?? fields.caption ?? "", ...files.map(({ name }) => name)].filter(Boolean).join("\n");
  return {
    id: `act-${id}`, from: "person", date, text, pending, entities: [], rows: [],
    reply_to: answered ? { id: answered.id, text: answered.text || say("a_message") } : null,
  };
}
