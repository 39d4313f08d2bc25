// The two switches of every page: each shows what it would change to, light or dark, and the other language.

import { choose, isDark, onSystemChange } from "./appearance.js";
import { icon, setText } from "./dom.js";
import { lang, relabel } from "./words.js";

const theme = document.getElementById("theme");
const language = document.getElementById("language");

export function showSwitches() {
  theme.replaceChildren(icon(isDark() ? "sun" : "moon"));
  theme.dataset.tip = isDark() ? "light" : "dark";
  const other = otherLanguage();
  setText(language, other.toUpperCase());
  language.lang = other;
  relabel(document.body);
}

// `speak` learns the words of a language; `spoken` follows where it did, `failed` where it could not.
export function followSwitches(speak, spoken, failed) {
  theme.addEventListener("click", () => {
    choose(!isDark());
    showSwitches();
  });
  onSystemChange(showSwitches);
  language.addEventListener("click", async () => {
    try {
      await speak(otherLanguage());
      showSwitches();
      await spoken();
    } catch {
      failed();
    }
  });
}

function otherLanguage() {
  return lang() === "vi" ? "en" : "vi";
}
