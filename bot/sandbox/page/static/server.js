// The sandbox as the page knows it: what it says and what it is told.

// The sandbox answered and does not do it. `sentence` is what it gave as the reason, possibly nothing.
export class Refused extends Error {
  constructor(status, sentence) {
    super(`${status} ${sentence}`);
    this.status = status;
    this.sentence = sentence;
  }
}

// There was no answer at all.
export class Away extends Error {}

export async function get(path) {
  return ask(path, {});
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// A header of our own makes a browser ask first, so that no foreign form can send files here.
export async function upload(path, form) {
  return ask(path, { method: "POST", headers: { "X-Sandbox": "1" }, body: form });
}

export async function remove(path) {
  return ask(path, { method: "DELETE", headers: { "Content-Type": "application/json" } });
}

async function ask(path, request) {
  const response = await fetch(path, request).catch((error) => {
    throw new Away(error.message);
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.error ?? "");
  return body;
}
