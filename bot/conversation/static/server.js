// The server as a page knows it: what it says and what it is told.

// The server answered and does not do it. `body` is what it gave as the reason, possibly nothing.
export class Refused extends Error {
  constructor(status, body) {
    super(`${status} ${body.error ?? ""}`);
    this.status = status;
    this.sentence = body.error ?? "";
    this.body = body;
  }
}

// There was no answer, or not all of it.
export class Away extends Error {}

export async function get(path) {
  return ask(path, {});
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export async function ask(path, request) {
  const response = await fetch(path, request).catch((error) => {
    throw new Away(error.message);
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, body ?? {});
  if (body === null) throw new Away("cut off");
  return body;
}
