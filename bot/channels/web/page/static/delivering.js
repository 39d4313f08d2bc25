// One request with one act. What gets no answer within a bound counts as not answered and is sent again.

import { Away, Refused, ask } from "/conversation/server.js";

const ANSWER_MS = 30_000;
const STALLED_MS = 60_000; // an upload of which nothing moves

// Resolves once the server has the act; raises Away or Refused. `progressed` is told hundredths of an upload.
export function deliver(act, progressed) {
  const { kind, fields, key, seen } = act;
  if (kind === "files") return upload(act, progressed);
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ key, seen, ...fields });
  return ask(`/web/acts/${kind}`, { method: "POST", headers, body, signal: AbortSignal.timeout(ANSWER_MS) });
}

function upload({ fields, files, key, seen }, progressed) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ key, seen, ...fields })) if (value != null) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has gone up
    let stalled = null;
    const watch = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      watch();
      progressed(total ? Math.floor((100 * loaded) / total) : 0);
    };
    request.onload = () => finish(request, resolve, reject);
    request.onerror = request.onabort = () => reject(new Away("upload"));
    request.onloadend = () => clearTimeout(stalled);
    request.open("POST", "/web/acts/files");
    watch();
    request.send(form);
  });
}

function finish({ status, responseText }, resolve, reject) {
  if (status >= 200 && status < 300) return resolve();
  let body = {};
  try {
    body = JSON.parse(responseText);
  } catch {
    // not from our server: a proxy's page
  }
  return reject(new Refused(status, body));
}
