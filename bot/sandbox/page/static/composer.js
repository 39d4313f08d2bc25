// What a person writes: text, commands, files with a caption, the correction of an own message.

import { CommandMenu } from "./commands.js";
import { button, icon, make, setText } from "./dom.js";
import { Refused } from "./server.js";
import { Tray } from "./tray.js";
import { say } from "./words.js";

export class Composer {
  // `acts` offers text(words), files(files, caption, as) and edit(id, words); each raises what the sandbox refused.
  constructor(acts) {
    this.acts = acts;
    this.editing = null; // the message that is corrected, and what stood in the box before
    this.box = make("textarea", { rows: "1", "data-label": "message", "data-placeholder": "message" });
    this.commands = new CommandMenu(this.box, (words) => this.sendWords(words));
    this.tray = new Tray((complaint) => this.changed(complaint));
    this.failure = make("p", { class: "failure", role: "alert" });
    this.element = this.form();
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("paste", (event) => this.paste(event));
    this.changed();
  }

  form() {
    this.picker = make("input", { type: "file", multiple: true, hidden: true });
    this.picker.addEventListener("change", () => {
      this.take(this.picker.files);
      this.picker.value = "";
    });
    this.attach = button({ class: "quiet", "data-tip": "attach" }, [icon("attach")], () => this.picker.click());
    this.submit = make("button", { type: "submit", class: "send", "data-tip": "send" }, [icon("send")]);
    this.correcting = make("div", { class: "correcting", hidden: true }, [
      icon("edit"),
      make("p", {}, [make("strong", { "data-text": "editing" }), make("span", { dir: "auto" })]),
      button({ class: "quiet", "data-tip": "stop_editing" }, [icon("close")], () => this.stopEditing()),
    ]);
    const line = make("div", { class: "line" }, [this.commands.button, this.attach, this.box, this.submit]);
    const above = [this.commands.list, this.correcting, this.tray.element];
    const form = make("form", { class: "composer" }, [...above, line, this.failure, this.picker]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    return form;
  }

  key(event) {
    // Enter that ends a composed syllable belongs to the input method.
    if (event.isComposing) return;
    if (this.commands.takesKey(event)) event.preventDefault();
    else if (event.key === "Escape" && this.editing) this.stopEditing();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  paste(event) {
    const { files } = event.clipboardData;
    if (files.length === 0 || this.editing) return;
    event.preventDefault();
    this.tray.add(files);
  }

  // Files that were dropped or picked; a correction has none.
  take(files) {
    if (!this.editing) this.tray.add(files);
    this.box.focus();
  }

  changed(complaint = null) {
    const isEmpty = this.box.value.trim() === "" && this.tray.isEmpty;
    this.submit.setAttribute("aria-disabled", String(isEmpty));
    if (complaint !== null) setText(this.failure, complaint);
  }

  async send() {
    const words = this.box.value;
    if (this.editing) await this.finishEditing(words);
    else if (!this.tray.isEmpty) await this.sendFiles(words);
    else if (words.trim() !== "") await this.sendWords(words);
  }

  // A command may be chosen while a message is corrected: that ends, and the draft from before comes back.
  async sendWords(words) {
    if (this.editing) this.stopEditing();
    else this.put("");
    if (!(await this.done(() => this.acts.text(words))) && this.box.value === "") this.put(words);
  }

  async sendFiles(caption) {
    const { files, as } = this.tray.take();
    this.put("");
    this.element.classList.add("sending");
    if (!(await this.done(() => this.acts.files(files, caption, as)))) {
      const complaint = this.failure.textContent;
      this.tray.add(files);
      if (this.box.value === "") this.put(caption);
      setText(this.failure, complaint);
    }
    this.element.classList.remove("sending");
  }

  // Answers whether it was done; says what was not.
  async done(act) {
    try {
      await act();
      setText(this.failure, "");
      return true;
    } catch (error) {
      const isTooLarge = error instanceof Refused && error.status === 413;
      setText(this.failure, isTooLarge ? say("too_large", { limit: "60 MB" }) : say("not_sent"));
      return false;
    }
  }

  edit(message) {
    this.editing = { id: message.id, before: this.editing?.before ?? this.box.value };
    this.element.classList.add("is-editing");
    this.correcting.hidden = false;
    setText(this.correcting.querySelector("span"), message.text);
    this.put(message.text);
    this.box.focus();
  }

  async finishEditing(words) {
    const { editing } = this;
    if (words.trim() === "" || !(await this.done(() => this.acts.edit(editing.id, words)))) return;
    if (this.editing === editing) this.stopEditing();
  }

  stopEditing() {
    this.put(this.editing.before);
    this.editing = null;
    this.element.classList.remove("is-editing");
    this.correcting.hidden = true;
    this.box.focus();
  }

  put(words) {
    this.box.value = words;
    this.commands.close();
    this.changed();
  }
}
