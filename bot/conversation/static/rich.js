// The styles of a text as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { button, make } from "./dom.js";

const STYLES = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q",
  expandable_blockquote: "q",
};
const SAFE = /^https?:\/\//i;

// `onCommand(words)` is called when a command in the text is chosen; without it commands are plain text.
export function styled(text, entities, onCommand = null) {
  const isKnown = (entity) => entity.type in STYLES || link(entity, text) || isCommand(entity, onCommand);
  const known = entities.filter(isKnown);
  const edges = new Set([0, text.length]);
  for (const { offset, length } of known) edges.add(offset).add(offset + length);
  const places = [...edges].filter((place) => place <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const piece = text.slice(start, places[index + 1]);
    const covering = known.filter(({ offset, length }) => offset <= start && start < offset + length);
    return covering.reduceRight((inner, entity) => dressed(entity, inner, text, onCommand), piece);
  });
}

function dressed(entity, inner, text, onCommand) {
  if (entity.type in STYLES) return make(STYLES[entity.type], {}, [inner]);
  if (isCommand(entity, onCommand)) {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    return button({ class: "in-text" }, [inner], () => onCommand(words));
  }
  return make("a", { href: link(entity, text), target: "_blank", rel: "noopener noreferrer" }, [inner]);
}

function isCommand(entity, onCommand) {
  return onCommand !== null && entity.type === "bot_command";
}

// Where an entity leads; null for anything that is not plainly the web.
function link({ type, url, offset, length }, text) {
  if (type === "text_link") return isWeb(url) ? url : null;
  if (type !== "url") return null;
  const words = text.slice(offset, offset + length);
  return isWeb(words) ? words : null;
}

export function isWeb(url) {
  return typeof url === "string" && SAFE.test(url);
}
