// What the program has sent and what it is going to do, day by day.

import { make, showEntries } from "/conversation/dom.js";
import { get } from "/conversation/server.js";
import { dayOf, lang, say } from "/conversation/words.js";
import { addPanel, isOpen } from "./drawer.js";

const STATES = ["sent", "planned", "period"];

const list = make("ol", { class: "rows" });
let isWanted = false;
let isAsking = false;

// Called after every change; asks again only while somebody looks.
export async function followTimeline() {
  if (!isOpen("timeline")) return;
  isWanted = true;
  if (isAsking) return;
  isAsking = true;
  while (isWanted) {
    isWanted = false;
    try {
      show(await get(`/sandbox/timeline?lang=${lang()}`));
    } catch {
      showEntries(list, [remark("no_timeline")]);
    }
  }
  isAsking = false;
}

function show({ now, rows }) {
  const entries = [];
  const seen = new Map();
  let day = null;
  let isPast = true;
  for (const row of rows) {
    if (isPast && Date.parse(row.at) > Date.parse(now)) {
      entries.push({ key: "now", state: lang(), build: () => make("li", { class: "now" }, [say("now")]) });
      isPast = false;
    }
    if (row.day !== day) entries.push(dayEntry(row, isPast));
    day = row.day;
    const words = JSON.stringify(row);
    seen.set(words, (seen.get(words) ?? 0) + 1);
    entries.push({ key: `${words} ${seen.get(words)}`, state: `${lang()} ${words}`, build: () => line(row) });
  }
  showEntries(list, rows.length ? entries : [remark("empty_timeline")]);
}

function dayEntry({ at, day }, isPast) {
  const words = dayOf(at, day);
  return { key: `day ${day} ${isPast}`, state: words, build: () => make("li", { class: "day" }, [words]) };
}

function line({ at, time, state, who, what }) {
  const kind = STATES.includes(state) ? state : "planned";
  const words = [make("span", { class: "what", dir: "auto" }, [what])];
  if (who) words.push(make("span", { class: "who", dir: "auto" }, [who]));
  return make("li", { class: `event ${kind}` }, [
    make("time", { datetime: at }, [time]),
    make("span", { class: "mark" }, [make("span", { class: "unseen" }, [say(`state_${kind}`)])]),
    make("p", {}, words),
  ]);
}

function remark(words) {
  return { key: words, state: lang(), build: () => make("li", { class: "remark" }, [say(words)]) };
}

async function opened() {
  await followTimeline();
  list.querySelector(".now")?.scrollIntoView({ block: "center" });
}

const legend = make("p", { class: "legend" }, STATES.map((state) =>
  make("span", { class: `event ${state}` }, [
    make("span", { class: "mark" }),
    make("span", { "data-text": `state_${state}` }),
  ]),
));
addPanel("timeline", "timeline", { element: make("div", {}, [legend, list]), opened });
