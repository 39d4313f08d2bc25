// The files chosen for the next message, to be looked at and taken back before they are sent.

import { button, icon, make, setText } from "./dom.js";
import { readableSize, say } from "./words.js";

const PICTURES = ["image/jpeg", "image/png", "image/webp"];

export class Tray {
  // `limits` are {bytes} of all files and, where there are such, {fileBytes, files} of one file and of their number;
  // `offersFiles` where a picture may also be sent as a file.
  // `onChange(complaint)` is told when files come or go; the complaint is a sentence or empty.
  constructor(limits, onChange) {
    this.limits = limits;
    this.onChange = onChange;
    this.chosen = []; // {file, thumbnail}; the thumbnail is an address to be given back
    this.list = make("ul", { class: "chosen" });
    this.asFiles = make("input", { type: "checkbox" });
    this.choice = make("label", { class: "as-files" }, [this.asFiles, make("span", { "data-text": "as_files" })]);
    this.count = make("span", { class: "unseen", role: "status" });
    this.element = make("div", { class: "tray", hidden: true }, [this.list, this.choice, this.count]);
  }

  get isEmpty() {
    return this.chosen.length === 0;
  }

  add(files) {
    const fitting = [...files].filter((file) => file.size > 0);
    let complaint = fitting.length < files.length ? say("empty_file") : "";
    for (const file of fitting) {
      const refusal = this.refusal(file);
      if (refusal) {
        complaint = refusal;
        continue;
      }
      const thumbnail = PICTURES.includes(file.type) || file.type === "image/gif" ? URL.createObjectURL(file) : null;
      this.chosen.push({ file, thumbnail });
    }
    this.show(complaint);
  }

  // Why a file cannot go along, as a sentence; empty if it can.
  refusal({ size, name }) {
    const { bytes, fileBytes = bytes, files = Infinity } = this.limits;
    if (size > fileBytes) return say("file_too_large", { name, limit: readableSize(fileBytes) });
    if (this.chosen.length >= files) return say("too_many_files", { count: files });
    return this.size + size > bytes ? this.tooLarge : "";
  }

  get tooLarge() {
    return say("too_large", { limit: readableSize(this.limits.bytes) });
  }

  get size() {
    return this.chosen.reduce((sum, { file }) => sum + file.size, 0);
  }

  // Takes the files out, as the fields of the form that is sent.
  take() {
    const taken = { files: this.chosen.map(({ file }) => file), as: this.asFiles.checked ? "document" : "auto" };
    this.clear();
    return taken;
  }

  clear() {
    for (const { thumbnail } of this.chosen) if (thumbnail) URL.revokeObjectURL(thumbnail);
    this.chosen = [];
    this.show("");
  }

  drop(index) {
    const [{ thumbnail }] = this.chosen.splice(index, 1);
    if (thumbnail) URL.revokeObjectURL(thumbnail);
    this.show("");
    const left = this.list.querySelectorAll("button");
    left[Math.min(index, left.length - 1)]?.focus();
  }

  show(complaint) {
    this.list.replaceChildren(...this.chosen.map((chosen, index) => this.item(chosen, index)));
    this.element.hidden = this.isEmpty;
    this.choice.hidden = !this.limits.offersFiles || !this.chosen.some(({ file }) => PICTURES.includes(file.type));
    setText(this.count, this.isEmpty ? "" : say("files_chosen", { count: this.chosen.length }));
    this.onChange(complaint);
  }

  item({ file, thumbnail }, index) {
    const sheet = () => make("span", { class: "sheet", "aria-hidden": "true" }, [icon("file")]);
    const title = say("take_back", { name: file.name });
    return make("li", {}, [
      thumbnail ? make("img", { src: thumbnail, alt: "" }) : sheet(),
      make("span", { class: "words" }, [
        make("bdi", { class: "file-name" }, [file.name]),
        make("span", { class: "size" }, [readableSize(file.size)]),
      ]),
      button({ class: "quiet", "aria-label": title, title }, [icon("close")], () => this.drop(index)),
    ]);
  }
}
