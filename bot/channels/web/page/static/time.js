// The server's time, reckoned from when it was last told: what the device's own clock says is not asked.

const ZONE_MS = 7 * 3600 * 1000; // Viet Nam

let told = null;

// `now` is in milliseconds.
export function tellTime(now) {
  told = { now, at: performance.now() };
}

export function isTimeKnown() {
  return told !== null;
}

export function serverNow() {
  return told === null ? Date.now() : Math.round(told.now + performance.now() - told.at);
}

// The present instant in Viet Nam's time, as messages have theirs.
export function stamp() {
  return `${new Date(serverNow() + ZONE_MS).toISOString().slice(0, 19)}+07:00`;
}
