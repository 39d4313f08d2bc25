// Keeps what opens the page, so that it opens without a network and can say so. Nothing of the conversation is kept.
// Says that something new has come, in words of the page: what was pushed has none.

const KEPT = "shell";
const SHELL = /^\/(?:|manifest\.webmanifest|web\/strings|page\/.+|conversation\/.+)$/;
const WAIT_MS = 8000; // for a network that is there and does not answer
const TAG = "viec-moi"; // of several notifications the last one is shown

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keepAll() {
  const { addresses } = await (await fetch("/page/shell.json")).json();
  await (await caches.open(KEPT)).addAll(addresses);
}

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !SHELL.test(pathname)) return;
  event.respondWith(fresh(event.request, pathname === "/" ? "/" : event.request));
});

// From the network, which is always right; what was kept where there is none, or a proxy answers for it.
async function fresh(request, name) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(WAIT_MS) });
    if (response.status < 500) {
      if (response.ok) await cache.put(name, response.clone());
      return response;
    }
    return (await cache.match(name)) ?? response;
  } catch (error) {
    const kept = await cache.match(name);
    if (kept) return kept;
    throw error;
  }
}

addEventListener("push", (event) => event.waitUntil(tell()));

async function tell() {
  const { lang, notice, title } = await words();
  await registration.showNotification(notice ?? title ?? location.host, { tag: TAG, renotify: true, lang });
}

// In the language in which the page speaks.
async function words() {
  const kept = await (await caches.open("speech")).match("/lang");
  const address = `/web/strings?lang=${(await kept?.text()) ?? "vi"}`;
  try {
    return await (await fresh(new Request(address), address)).json();
  } catch {
    return {};
  }
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showPage());
});

async function showPage() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find(({ url }) => new URL(url).pathname === "/");
  return open ? open.focus() : clients.openWindow("/");
}

// A browser may change by what it is reached; the server learns of it while the session holds.
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tellServer(event)));

async function tellServer({ oldSubscription, newSubscription }) {
  if (!newSubscription && !oldSubscription) return;
  const subscription = newSubscription ?? (await registration.pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = subscription.toJSON();
  const headers = { "Content-Type": "application/json" };
  await fetch("/web/push", { method: "POST", headers, body: JSON.stringify({ endpoint, ...keys }) });
}
