// What a person does in a chat of a phone, as the sandbox is told of it.

import { confirmed } from "/conversation/confirm.js";
import { ask, post } from "/conversation/server.js";

export const LIMITS = { bytes: 60 * 1024 * 1024, offersFiles: true };

// `group` is the id of a group, null for the private chat.
export function actsOf(phone, group) {
  const path = `/sandbox/phones/${phone}`;
  const chat = group === null ? {} : { chat: group };
  const act = (name, body) => post(`${path}/${name}`, { ...body, ...chat });
  return {
    kinds: ["voice", "location", "contact"],
    text: (text, reply_to) => act("text", { text, reply_to }),
    edit: (message_id, text) => act("edit", { message_id, text }),
    files: (files, fields) => upload(`${path}/files`, form(files, { ...fields, ...chat })),
    wordless: (kind, reply_to) => act(kind, { reply_to }),
    tap: (message_id, data) => act("tap", { message_id, data }),
    start: () => act("start", {}),
    fileAt: (id) => `/sandbox/files/${encodeURIComponent(id)}`,
    async remove(messages) {
      if (!(await confirmed("delete_question", "delete_message"))) return;
      for (const message_id of messages) await act("delete", { message_id });
    },
  };
}

function form(files, fields) {
  const filled = new FormData();
  for (const file of files) filled.append("file", file, file.name);
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) filled.append(name, value);
  return filled;
}

// A header of our own makes a browser ask first, so that no foreign form can send files here.
function upload(path, body) {
  return ask(path, { method: "POST", headers: { "X-Sandbox": "1" }, body });
}
