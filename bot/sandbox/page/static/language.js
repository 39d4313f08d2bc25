// In which language the page speaks: as the address says, else as was chosen, else Vietnamese.

import { get } from "/conversation/server.js";
import { lang, learn, say } from "/conversation/words.js";

const KEPT = "lang";

let wanted = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEPT) ?? "vi";

export async function learnWords() {
  const learnt = await get(`/sandbox/strings?lang=${encodeURIComponent(wanted)}`);
  if (learnt.lang === lang()) return;
  learn(learnt);
  document.title = `${say("title")} – ${say("remark")}`;
}

export async function speak(language) {
  wanted = language;
  localStorage.setItem(KEPT, language);
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
  await learnWords();
}
