// Photos and documents inside a message, and the dialog in which a photo is looked at.

import { button, icon, make, setText } from "./dom.js";
import { readableSize, say } from "./words.js";

const dialog = document.getElementById("preview");
const picture = dialog.querySelector("img");
const save = dialog.querySelector("a");

const fileAt = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

export function documentLink({ file_id, name, size }) {
  const ending = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? "";
  const sheet = { class: "sheet", "data-ending": ending.toLowerCase(), "aria-hidden": "true" };
  const saving = { class: "document", href: fileAt(file_id), download: true, "aria-label": say("download", { name }) };
  return make("a", saving, [
    make("span", sheet, [ending.toUpperCase()]),
    make("span", { class: "file-name", dir: "auto" }, [name]),
    make("span", { class: "size" }, [readableSize(size)]),
  ]);
}

// `photos` are the messages of one album, or one alone.
export function photoGrid(photos, sender) {
  const total = photos.length;
  const tiles = photos.map(({ photo }, index) => {
    const alone = `${say("a_photo")}. ${sender}`;
    const words = total === 1 ? alone : say("photo_by", { name: sender, number: index + 1, total });
    const { width = 4, height = 3 } = photo;
    const image = make("img", {
      src: `${fileAt(photo.file_id)}?inline=1`, alt: "", loading: "lazy", width, height, draggable: "false",
    });
    return button({ class: "photo", "aria-label": words }, [image], () => look(photo, words));
  });
  return make("div", { class: "photos", "data-many": String(total) }, tiles);
}

function look(photo, words) {
  picture.src = `${fileAt(photo.file_id)}?inline=1`;
  picture.alt = words;
  setText(dialog.querySelector("h2"), words);
  save.href = fileAt(photo.file_id);
  save.replaceChildren(icon("down"), say("save_photo"));
  dialog.showModal();
}

for (const closing of dialog.querySelectorAll("button")) closing.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("close", () => picture.removeAttribute("src"));
