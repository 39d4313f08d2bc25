// Keeps what opens the page, so that it opens without a network and can say so. Nothing of the conversation is kept.

const KEPT = "shell";
const SHELL = /^\/(?:|manifest\.webmanifest|web\/strings|page\/.+|conversation\/.+)$/;
const WAIT_MS = 8000; // for a network that is there and does not answer

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
