// Photos and documents inside a message, and the dialog in which a photo is looked at.

import { button, icon, make, setText } from "./dom.js";
import { readableSize, say } from "./words.js";

const heading = make("h2", { id: "preview-name" });
const save = make("a", { class: "save", download: true });
const picture = make("img", { alt: "" });
const closing = button({ class: "quiet", "data-tip": "close" }, [icon("close")], () => dialog.close());
const dialog = make("dialog", { id: "preview", class: "preview", "aria-labelledby": "preview-name" }, [
  make("div", { class: "preview-head" }, [heading, save, closing]),
  picture,
]);

document.body.append(dialog);

// `fileAt(id)` is the address at which a file is saved; with `?inline=1` a picture is shown.
export function documentLink({ file_id, name, size }, fileAt) {
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
export function photoGrid(photos, sender, fileAt) {
  const total = photos.length;
  const tiles = photos.map(({ photo }, index) => {
    const alone = `${say("a_photo")}. ${sender}`;
    const words = total === 1 ? alone : say("photo_by", { name: sender, number: index + 1, total });
    const { width = 4, height = 3 } = photo;
    const shown = `${fileAt(photo.file_id)}?inline=1`;
    const image = make("img", { src: shown, alt: "", loading: "lazy", width, height, draggable: "false" });
    return button({ class: "photo", "aria-label": words }, [image], () => look(fileAt(photo.file_id), words));
  });
  return make("div", { class: "photos", "data-many": String(total) }, tiles);
}

function look(address, words) {
  picture.src = `${address}?inline=1`;
  picture.alt = words;
  setText(heading, words);
  save.href = address;
  save.replaceChildren(icon("down"), say("save_photo"));
  dialog.showModal();
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("close", () => picture.removeAttribute("src"));
