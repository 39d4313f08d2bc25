// In which language the page speaks: that of the person once it is known, before that the one chosen on this device.

import { get } from "/conversation/server.js";
import { lang, learn } from "/conversation/words.js";

const KEPT = "lang";

export async function speak(language) {
  const wanted = language ?? localStorage.getItem(KEPT) ?? "vi";
  if (wanted === lang()) return;
  learn(await get(`/web/strings?lang=${encodeURIComponent(wanted)}`));
  localStorage.setItem(KEPT, lang());
  await tellWorker();
}

// The service worker speaks when no page is open, and cannot ask for what a page has kept for itself.
async function tellWorker() {
  const kept = await globalThis.caches?.open("speech").catch(() => null);
  await kept?.put("/lang", new Response(lang()));
}
