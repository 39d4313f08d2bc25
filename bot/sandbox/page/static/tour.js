// A short way through the sandbox whose steps tick themselves off from what the phones show.

import { button, icon, make, setText, showEntries } from "/conversation/dom.js";
import { lang, say } from "/conversation/words.js";
import { addPanel, isOpen, open } from "./drawer.js";
import { goTo, point } from "./switcher.js";

const KEPT = "tour";
const CODE = /\b(?:BC|DX)-\d{2}(?:\d{2}|Q\d)-\d{3,}\b/g;
const DRAFT = /\.(docx|xlsx)$/i;

const FORM = "f:"; // how the data of a form's buttons begins

const chatsOf = (phone) => [phone, ...(phone.groups ?? [])];
const codesOf = (phone) =>
  chatsOf(phone).flatMap(({ messages }) =>
    messages.flatMap(({ from, text }) => (from === "bot" ? (text.match(CODE) ?? []) : [])),
  );
const fills = (chat) => chat.messages.some(({ rows }) => rows.flat().some(({ data }) => data?.startsWith(FORM)));
const drafted = (chat) => chat.messages.some(({ document }) => document && DRAFT.test(document.name));
const told = (phone) => codesOf(phone).length > 0;

// What a person was told of has come to the other one too.
function reached(phone, person) {
  const codes = codesOf(phone);
  return Boolean(person) && codesOf(person).some((code) => codes.includes(code));
}

// Each step: on whose phone it is done, and when it counts as done.
const STEPS = [
  { name: "join", of: "member", isDone: (phone) => phone.linked },
  { name: "link", of: "secretary", isDone: (phone) => phone.linked },
  { name: "report", of: "member", isDone: (phone) => phone.linked && (fills(phone) || told(phone)) },
  { name: "receipt", of: "member", isDone: told },
  { name: "desk", of: "secretary", isDone: (phone, { member }) => reached(phone, member) },
  { name: "aggregate", of: "secretary", isDone: (phone) => chatsOf(phone).some(drafted) },
];

const list = make("ol", { class: "steps" });
const done = make("p", { class: "tour-done", role: "status" });
const strip = document.getElementById("tour-strip");
const ticked = new Set(); // what was done stays done, also when its buttons are gone
let steps = [];
let isToLink = false; // whether the desk had to be linked since this page is open
let next = -1;

export function showTour(state) {
  const first = (kind) => state.phones.find((phone) => phone.kind === kind);
  const people = { member: first("member"), secretary: first("secretary") };
  if (people.secretary && !people.secretary.linked) isToLink = true;
  steps = STEPS.filter(({ name }) => name !== "link" || isToLink);
  for (const { name, of, isDone } of steps) if (people[of] && isDone(people[of], people)) ticked.add(name);
  next = steps.findIndex(({ name }) => !ticked.has(name));
  showEntries(list, steps.map((step, index) => entry(step, ticked.has(step.name), index, people[step.of])));
  setText(done, next === -1 ? say("tour_done") : "");
  showStrip(people);
}

function entry({ name }, isDone, index, phone) {
  const state = isDone ? "done" : index === next ? "next" : "later";
  const build = () => {
    const words = [
      make("h3", {}, [say(`tour_${name}`), make("span", { class: "unseen" }, [` (${say(`tour_is_${state}`)})`])]),
      ...(state === "next" ? [make("p", {}, [say(`tour_${name}_hint`)])] : []),
    ];
    if (state === "next" && phone) {
      words.push(button({ class: "main" }, [say("tour_go", { name: phone.name })], () => goTo(phone.user_id)));
    }
    const mark = make("span", { class: "number", "aria-hidden": "true" }, [isDone ? icon("check") : String(index + 1)]);
    const current = state === "next" ? "step" : null;
    return make("li", { class: state, "aria-current": current }, [mark, make("div", {}, words)]);
  };
  return { key: name, state: JSON.stringify([lang(), state, phone?.name, index]), build };
}

// On a narrow screen a line stands for the panel, which would hide the phones.
function showStrip(people) {
  const isWanted = localStorage.getItem(KEPT) !== "closed" && next !== -1;
  strip.hidden = !isWanted;
  if (next === -1) return point(null);
  const { name, of } = steps[next];
  const words = { number: next + 1, total: steps.length, text: say(`tour_${name}`) };
  setText(strip.firstElementChild, say("tour_strip", words));
  point(isOpen("tour") ? people[of]?.user_id : null);
}

// The first visit begins with the tour, where it does not hide the phones.
export function beginTour() {
  if (localStorage.getItem(KEPT) !== "closed" && matchMedia("(min-width: 1021px)").matches) open("tour");
}

strip.append(make("span"), icon("tour"));
strip.addEventListener("click", () => open("tour", true));

addPanel("tour", "tour", {
  element: make("div", {}, [make("p", { class: "about", "data-text": "tour_about" }), list, done]),
  opened: () => localStorage.setItem(KEPT, "open"),
  closed: () => {
    localStorage.setItem(KEPT, "closed");
    strip.hidden = true;
    point(null);
  },
});
