// Sends what was written, one act after another in the order in which it was done, again with the same key until the
// server has it or refuses it. Of several pages in one browser only one sends at a time.

import { Away, Refused } from "/conversation/server.js";
import { deliver } from "./delivering.js";
import { actsOf, drop, put } from "./store.js";
import { isTimeKnown, serverNow } from "./time.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
const LOCK = "sending";

export class Sender {
  // `told` has stored(act), refused(act, sentence, code), changed() and signedOut(code), which the page does.
  constructor(told) {
    this.told = told;
    this.who = null;
    this.isSending = false;
    this.isAway = false; // whether the last attempt got no answer
    this.parts = new Map(); // id of an act -> how much of its files has gone up, in hundredths
    this.pause = FIRST_MS;
    addEventListener("online", () => this.wake());
  }

  // From now on, what `who` has written may be sent; null: nothing may.
  sendFor(who) {
    this.who = who;
    this.wake();
  }

  wake() {
    clearTimeout(this.timer);
    this.pause = FIRST_MS;
    this.send();
  }

  async send() {
    if (this.isSending || this.who === null || !isTimeKnown()) return;
    this.isSending = true;
    clearTimeout(this.timer);
    let wait = null;
    try {
      wait = await navigator.locks.request(LOCK, () => this.sendAll());
    } finally {
      this.isSending = false;
      this.told.changed();
    }
    if (wait !== null) this.timer = setTimeout(() => this.send(), wait);
  }

  // Gives the milliseconds after which what is left is to be tried again; null where nothing is.
  async sendAll() {
    for (;;) {
      const [act] = this.who === null ? [] : await actsOf(this.who);
      if (act === undefined) return null;
      const wait = await this.sendOne(act);
      if (wait !== 0) return wait;
    }
  }

  async sendOne(act) {
    act.key ??= newKey();
    await put(act); // before it goes: what was sent once is only ever sent under this key
    try {
      await deliver(act, (percent) => this.progressed(act, percent));
      this.told.stored(act);
      await this.over(act);
      return 0;
    } catch (error) {
      return this.failed(act, error);
    } finally {
      this.parts.delete(act.id);
    }
  }

  async over(act) {
    this.isAway = false;
    this.pause = FIRST_MS;
    await drop(act.id);
  }

  async failed(act, error) {
    if (error instanceof Away) return this.later();
    if (!(error instanceof Refused)) throw error;
    const { status, body, sentence } = error;
    if (status === 429) return this.later(1000 * (Number(body.after) || 0));
    if (status >= 500 || status === 408) return this.later();
    if (status === 401 || body.code === "totp") {
      this.told.signedOut(status === 401 ? "session" : "totp");
      return null;
    }
    await this.over(act);
    this.told.refused(act, sentence, body.code);
    return 0;
  }

  later(least = 0) {
    this.isAway = true;
    const wait = Math.max(least, this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_MS);
    return wait;
  }

  progressed(act, percent) {
    if (this.parts.get(act.id) === percent) return;
    this.parts.set(act.id, percent);
    this.told.changed();
  }
}

// The server's time and sixteen letters by chance.
function newKey() {
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return `${serverNow()}-${[...chance].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
