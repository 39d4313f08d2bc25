// What happens in the conversation, as the server tells it: a stream of events that is taken up where it broke off.
// Where a proxy holds the stream back, so that nothing comes for forty seconds, the page asks again and again instead.

import { Away, Refused } from "/conversation/server.js";

const SILENT_MS = 40_000; // the server says something every fifteen seconds
const POLL_MS = 5000;
const POLLS_BEFORE_STREAM = 60; // then the stream is tried once more
const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

export class Stream {
  // `told` has after() (what was shown last), take(event), connected() and away().
  constructor(told) {
    this.told = told;
    this.isOver = false;
    this.polls = 0; // how often to ask before the stream is tried again
    this.pause = FIRST_MS;
    addEventListener("online", () => this.wake?.());
  }

  // Runs until the server refuses to tell anything, or it is stopped.
  async run() {
    while (!this.isOver) {
      try {
        await (this.polls > 0 ? this.poll() : this.stream());
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.status !== 429) return;
        if (!(error instanceof Away || error instanceof Refused)) throw error;
        this.told.away();
        await this.sleep(this.pause);
        this.pause = Math.min(2 * this.pause, LONGEST_MS);
      }
    }
  }

  stop() {
    this.isOver = true;
    this.ending?.abort();
    this.wake?.();
  }

  async stream() {
    const bytes = await this.read("");
    if (bytes === 0) this.polls = POLLS_BEFORE_STREAM;
    else await this.sleep(FIRST_MS); // it ended: the server or a proxy limits how long
  }

  async poll() {
    this.polls -= 1;
    await this.read("&wait=0");
    await this.sleep(POLL_MS);
  }

  // Reads one answer to its end, or until it is silent; gives how many bytes came.
  async read(more) {
    const ending = new AbortController();
    this.ending = ending;
    let timer = null;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => ending.abort(), SILENT_MS);
    };
    watch();
    let bytes = 0;
    try {
      const response = await fetch(`/web/events?after=${this.told.after()}${more}`, { signal: ending.signal });
      if (!response.ok) throw new Refused(response.status, await response.json().catch(() => ({})));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        watch();
        bytes += part.value.length;
        this.told.connected();
        this.pause = FIRST_MS; // the network is there, however often it breaks off
        rest = this.takeWhole(rest + part.value);
      }
      if (more) this.told.connected();
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (more || !ending.signal.aborted) throw new Away(String(error));
    } finally {
      clearTimeout(timer);
    }
    return bytes;
  }

  // Takes the events that are complete; gives what is left.
  takeWhole(text) {
    const blocks = text.replaceAll("\r\n", "\n").split("\n\n");
    const rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n").filter((line) => line.startsWith("data:"));
      if (lines.length) this.told.take(JSON.parse(lines.map((line) => line.slice(5)).join("\n")));
    }
    return rest;
  }

  sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
