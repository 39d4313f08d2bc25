// What was written and is not yet with the server. It is kept in the browser's database until the server has it, so
// that neither a reload nor a long way without a network loses it, each under the account it belongs to.
//
// An act is {id, who, kind: "text", "edit", "tap" or "files", fields, files, seen, key, date}: `fields` are those of
// the request, `seen` what the page had shown when it was done, `key` its name for the server once it was sent.

const NAME = "to-cong-tac";
const ACTS = "acts";
const KEPT_MS = 48 * 3600 * 1000; // of an account that is not signed in here any more
const DRAFT = "draft ";

let opened = null;
let counted = 0;
const inMemory = new Map(); // where the browser keeps no database: then a reload loses what was not sent

export async function add(act) {
  const whole = { ...act, written: Date.now() };
  const id = await within("readwrite", (acts) => acts.add(whole), () => {
    inMemory.set(++counted, { ...whole, id: counted });
    return counted;
  });
  return { ...whole, id };
}

export function put(act) {
  return within("readwrite", (acts) => acts.put(act), () => inMemory.set(act.id, act));
}

export function drop(id) {
  return within("readwrite", (acts) => acts.delete(id), () => inMemory.delete(id));
}

// The acts of an account, in the order in which they were done.
export async function actsOf(who) {
  const all = await within("readonly", (acts) => acts.getAll(), () => [...inMemory.values()]);
  return all.filter((act) => act.who === who);
}

// Removes what nobody will send any more: of other accounts what is old, or all of the account `who`.
export async function tidy(who) {
  const all = await within("readonly", (acts) => acts.getAll(), () => [...inMemory.values()]);
  const isOver = (act) => act.who !== who && Date.now() - act.written > KEPT_MS;
  for (const act of all.filter(isOver)) await drop(act.id);
}

export async function forget(who) {
  for (const act of await actsOf(who)) await drop(act.id);
  localStorage.removeItem(DRAFT + who);
}

export function keepDraft(who, words) {
  if (words === "") localStorage.removeItem(DRAFT + who);
  else localStorage.setItem(DRAFT + who, words);
}

export function draftOf(who) {
  return localStorage.getItem(DRAFT + who) ?? "";
}

async function within(mode, ask, otherwise) {
  const database = await open();
  if (database === null) return otherwise();
  return answered(ask(database.transaction(ACTS, mode).objectStore(ACTS)));
}

function open() {
  opened ??= new Promise((resolve) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(ACTS, { keyPath: "id", autoIncrement: true });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  });
  return opened;
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
