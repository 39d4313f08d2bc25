// The program's time in the header, and the panel that turns it forward.

import { button, make, setText, showEntries } from "/conversation/dom.js";
import { Refused, post } from "/conversation/server.js";
import { dayOf, lang, momentOf, say, wall } from "/conversation/words.js";
import { addPanel } from "./drawer.js";

const ZONE = "+07:00";

const time = document.getElementById("time");
const today = document.getElementById("today");
const date = document.getElementById("date"); // the day in short, where there is no room

const choices = make("div", { class: "choices" });
const progress = make("progress", { "data-label": "turning", max: "1", value: "0" });
const turning = make("div", { class: "turning", role: "status", hidden: true }, [make("p"), progress]);
const remark = make("p", { class: "remark-line", role: "status" });
// A line to type in: the browser's own field for a time writes and reads it in the browser's language.
const picker = make("input", { id: "turn-to", required: true, autocomplete: "off", spellcheck: "false" });
const failure = make("p", { class: "failure", role: "alert" });

let told = null; // the program's time when it was last told, and the page's own time then
let turn = null; // the target that is walked to, and where the walk was first seen

export function showClock(state) {
  told = { now: state.now, at: performance.now() };
  setText(today, dayOf(state.now, state.today));
  setText(date, `${state.now.slice(8, 10)}/${state.now.slice(5, 7)}`);
  tick();
  // What was chosen stays until it has passed.
  const chosen = instantIn(picker.value);
  if (document.activeElement !== picker && (chosen === null || chosen < state.now.slice(0, 16))) {
    picker.value = momentOf(state.now);
  }
  const clock = state.clock ?? {};
  showChoices(clock.choices ?? []);
  setText(remark, clock.remark ?? "");
  showTurning(clock.target ?? null, state.now);
}

function tick() {
  if (told === null) return;
  const now = new Date(wall(told.now).getTime() + performance.now() - told.at).toISOString();
  setText(time, now.slice(11, 16));
  time.setAttribute("datetime", now.slice(0, 16));
}

function showChoices(offered) {
  showEntries(
    choices,
    offered.map((choice) => ({
      key: choice.key,
      state: JSON.stringify([lang(), choice]),
      build: () => choiceButton(choice),
    })),
  );
}

function choiceButton({ key, label, at }) {
  const words = [make("span", {}, [label]), make("time", { datetime: at }, [momentOf(at)])];
  return button({ class: "turn" }, words, () => ask({ choice: key }));
}

function showTurning(target, now) {
  if (target === null) turn = null;
  else if (turn?.target !== target) turn = { target, from: wall(now).getTime() };
  turning.hidden = turn === null;
  document.body.classList.toggle("is-turning", turn !== null);
  if (turn === null) return;
  const [from, to] = [turn.from, wall(inVietNam(target)).getTime()];
  progress.value = to > from ? Math.min(1, Math.max(0, (wall(now).getTime() - from) / (to - from))) : 0;
  setText(turning.querySelector("p"), say("turning_to", { at: momentOf(inVietNam(target)) }));
}

// An instant written in any zone, as the hands of the clock in Viet Nam.
function inVietNam(iso) {
  return new Date(Date.parse(iso) + 7 * 3600 * 1000).toISOString().slice(0, 19);
}

// What was typed, such as 16:00 20/11/2026, as the hands of the clock in Viet Nam; null for what is no such time.
function instantIn(words) {
  const found = /^\s*(\d{1,2})[:.hg](\d{2})[\s,]+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(words);
  if (found === null) return null;
  const [hour, minute, day, month, year] = found.slice(1).map((number) => number.padStart(2, "0"));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

async function ask(body) {
  try {
    await post(`/sandbox/clock?lang=${lang()}`, body);
    setText(failure, "");
  } catch (error) {
    setText(failure, (error instanceof Refused && error.status === 400 && error.sentence) || say("not_turned"));
  }
}

function panel() {
  const form = make("form", { class: "pick" }, [
    make("label", { for: "turn-to", "data-text": "pick_time" }),
    make("div", { class: "line" }, [picker, make("button", { type: "submit", class: "main", "data-text": "turn" })]),
  ]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = instantIn(picker.value);
    if (chosen === null) setText(failure, say("no_such_time"));
    else ask({ to: `${chosen}:00${ZONE}` });
  });
  const about = make("p", { class: "about", "data-text": "clock_about" });
  return make("div", {}, [about, remark, turning, choices, form, failure]);
}

addPanel("clock", "clock", { element: panel() });
setInterval(tick, 1000);
