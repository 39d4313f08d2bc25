// What is neither words nor a file to be saved, told in words.

import { icon, make } from "./dom.js";
import { say } from "./words.js";

const KINDS = {
  voice: ({ seconds }) => say("voice", { count: seconds }),
  location: ({ latitude, longitude }) => say("location", { at: `${latitude.toFixed(4)}, ${longitude.toFixed(4)}` }),
  contact: ({ name, number }) => say("contact", { name, number }),
  sticker: () => say("sticker"),
};

// The words that stand for such a message; null for one of words or files.
export function inWords(message) {
  const kind = kindOf(message);
  return kind ? KINDS[kind](message[kind]) : null;
}

export function wordlessElement(message) {
  const kind = kindOf(message);
  const words = make("span", { dir: "auto" }, [inWords(message)]);
  return make("p", { class: `wordless ${kind}` }, [...(kind === "sticker" ? [] : [icon(kind)]), words]);
}

function kindOf(message) {
  return Object.keys(KINDS).find((kind) => message[kind]);
}
