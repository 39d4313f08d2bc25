// In which language the page speaks: that of the person once it is known, before that the one chosen on this device.

import { get } from "/conversation/server.js";
import { lang, learn } from "/conversation/words.js";

const KEPT = "lang";

export async function speak(language) {
  const wanted = language ?? localStorage.getItem(KEPT) ?? "vi";
  if (wanted === lang()) return;
  learn(await get(`/web/strings?lang=${encodeURIComponent(wanted)}`));
  localStorage.setItem(KEPT, lang());
}
