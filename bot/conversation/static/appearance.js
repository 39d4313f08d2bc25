// Light or dark: as the system wants it until somebody chooses. Loaded before the first paint.

const KEPT = "theme";
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

export function isDark() {
  const chosen = localStorage.getItem(KEPT);
  return chosen === null ? darkSystem.matches : chosen === "dark";
}

export function choose(dark) {
  if (dark === darkSystem.matches) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, dark ? "dark" : "light");
  apply();
}

export function onSystemChange(follow) {
  darkSystem.addEventListener("change", follow);
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

apply();
onSystemChange(apply);
