// The page's words, their language, and how days and sizes are written in it.

const HEARD = 160;
const WORDS_OF = {
  "data-text": (element, words) => (element.textContent = words),
  "data-label": (element, words) => element.setAttribute("aria-label", words),
  "data-tip": (element, words) => {
    element.setAttribute("aria-label", words);
    element.title = words;
  },
  "data-placeholder": (element, words) => (element.placeholder = words),
};

let words = {};

// `learnt` is a sentence or a label by each name, and the language they are in as `lang`.
export function learn(learnt) {
  words = learnt;
  document.documentElement.lang = words.lang;
  relabel(document);
}

export function say(name, values = {}) {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

// As much of a message as somebody wants to hear of one that is only pointed at.
export function beginningOf(text) {
  return text.length > HEARD ? `${text.slice(0, HEARD)}…` : text;
}

// The language of the words; empty before any were learnt.
export function lang() {
  return words.lang ?? "";
}

// Gives every element below `root` that names its words the words themselves.
export function relabel(root) {
  for (const attribute of Object.keys(WORDS_OF)) {
    for (const element of root.querySelectorAll(`[${attribute}]`)) wordsFor(element, attribute);
  }
}

export function labelOne(element) {
  for (const attribute of Object.keys(WORDS_OF)) if (element.hasAttribute(attribute)) wordsFor(element, attribute);
}

function wordsFor(element, attribute) {
  WORDS_OF[attribute](element, say(element.getAttribute(attribute)));
}

// `iso` is an instant in Viet Nam's time, `given` its day as the server writes it, which counts in Vietnamese.
export function dayOf(iso, given) {
  if (lang() === "vi" && given) return given;
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang() === "vi" ? "vi" : "en-GB", form).format(wall(iso)).replace(",", "");
}

// The hands of the clock in Viet Nam moved as if they were UTC: the browser's own zone stays out of it.
export function wall(iso) {
  return new Date(`${iso.slice(0, 19)}Z`);
}

export function momentOf(iso) {
  const date = wall(iso).toISOString();
  return `${date.slice(11, 16)} ${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

export function readableSize(bytes) {
  const number = new Intl.NumberFormat(lang() || "vi", { maximumFractionDigits: 1 });
  return bytes < 1024 * 1024 ? `${number.format(bytes / 1024)} KB` : `${number.format(bytes / 1024 / 1024)} MB`;
}
