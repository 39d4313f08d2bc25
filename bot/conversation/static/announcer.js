// One quiet voice for screen readers: what came to the phone in use in full, for the others only how much.

import { make } from "./dom.js";
import { beginningOf, say } from "./words.js";

const GATHER_MS = 700;

const voice = make("p", { id: "voice", class: "unseen", "aria-live": "polite" });
const gathered = new Map(); // person -> {texts, isActive}
let timer = null;

document.body.append(voice);

export function announce(person, texts, isActive) {
  const before = gathered.get(person)?.texts ?? [];
  gathered.set(person, { texts: [...before, ...texts], isActive });
  timer ??= setTimeout(speakUp, GATHER_MS);
}

function speakUp() {
  timer = null;
  voice.textContent = [...gathered].map(([person, { texts, isActive }]) => sentence(person, texts, isActive)).join(" ");
  gathered.clear();
}

function sentence(person, texts, isActive) {
  if (!isActive || texts.length > 2) return say("news_for", { name: person, count: texts.length });
  return texts.map(beginningOf).join(" ");
}
