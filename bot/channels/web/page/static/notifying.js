// Whether this device is told that something new has come while no page is open. It begins by the person's touch alone.

import { button, icon, make, setText } from "/conversation/dom.js";
import { get, post } from "/conversation/server.js";
import { say } from "/conversation/words.js";

const TAG = "viec-moi"; // that of the notification, which takes the place of the one before
const ACTS = { on: ["notify_turn_off", turnOff], off: ["notify_turn_on", turnOn], refused: [null, null] };

let key = null; // to which key of the server this browser subscribes

const standing = make("p", { class: "standing", role: "status" });
const failure = make("p", { class: "failure", role: "alert" });
const turn = button({ class: "main", hidden: true }, [], () => tried(ACTS[turn.dataset.from][1]));
const closing = button({ class: "quiet", "data-tip": "close" }, [icon("close")], () => dialog.close());
const dialog = make("dialog", { id: "notifying", class: "sheet-dialog", "aria-labelledby": "notifying-name" }, [
  make("div", { class: "sheet-head" }, [make("h2", { id: "notifying-name", "data-text": "notify" }), closing]),
  make("p", { class: "about", "data-text": "notify_about" }),
  standing,
  failure,
  turn,
]);

document.body.append(dialog);

// On an iPhone the page has to be on the home screen: before that the browser has nothing to push with.
export function canNotify(state) {
  key = state?.push_key ?? null;
  return key !== null && "PushManager" in window && "Notification" in window && "serviceWorker" in navigator;
}

export async function showNotifying() {
  dialog.showModal();
  await tried(async () => {});
}

// What lies on the screen is over once the page is looked at.
export async function clearNotices() {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const notice of (await registration?.getNotifications?.({ tag: TAG })) ?? []) notice.close();
}

// Whoever signs out leaves nothing here by which the device is reached.
export async function stopNotifying() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

async function tried(act) {
  setText(failure, "");
  turn.disabled = true;
  try {
    await act();
    show(await stands());
  } catch (error) {
    setText(failure, error.sentence || say("notify_failed"));
  }
  turn.disabled = false;
}

// A server that has forgotten this browser, or has another key, does not reach it.
async function stands() {
  if (Notification.permission === "denied") return "refused";
  const [{ on }, subscription] = await Promise.all([get("/web/push"), subscribed()]);
  return on && isOfKey(subscription) ? "on" : "off";
}

function show(found) {
  setText(standing, say(`notify_${found}`));
  standing.dataset.stands = found;
  turn.dataset.from = found;
  turn.hidden = ACTS[found][0] === null;
  if (!turn.hidden) setText(turn, say(ACTS[found][0]));
}

async function turnOn() {
  const allowed = await Notification.requestPermission();
  if (allowed !== "granted") {
    if (allowed === "default") throw Object.assign(new Error(allowed), { sentence: say("notify_not_allowed") });
    return; // it is said how it stands
  }
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && !isOfKey(before)) await before.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await post("/web/push", { endpoint, ...keys });
}

async function turnOff() {
  await post("/web/push/end", {});
  await stopNotifying();
}

async function subscribed() {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.getSubscription();
}

function isOfKey(subscription) {
  const bytes = subscription?.options?.applicationServerKey;
  if (!bytes) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key;
}
