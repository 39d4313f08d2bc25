// What a person writes: text, commands, files with a caption, an answer, the correction of an own message.

import { CommandMenu } from "./commands.js";
import { button, icon, make, setText } from "./dom.js";
import { menuButton } from "./menu.js";
import { Refused } from "./server.js";
import { SubjectLine } from "./subject.js";
import { Tray } from "./tray.js";
import { say } from "./words.js";

export class Composer {
  // `acts` offers text(words, answered), files(files, fields), edit(id, words) and, where there are such, wordless(kind,
  // answered) with the kinds it takes as `kinds`, and drafted(words) that is told what stands in the box; each raises
  // what the server refused. What is answered is named by its id. `limits` are those of the tray.
  constructor(acts, limits) {
    this.acts = acts;
    this.editing = null; // the message that is corrected, and what stood in the box before
    this.answered = null; // the message that is answered: {id, text}
    this.box = make("textarea", { rows: "1", "data-label": "message", "data-placeholder": "message" });
    this.commands = new CommandMenu(this.box, (words) => this.sendWords(words));
    this.tray = new Tray(limits, (complaint) => this.changed(complaint));
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
    this.attach = this.attachButton();
    this.submit = make("button", { type: "submit", class: "send", "data-tip": "send" }, [icon("send")]);
    this.correcting = new SubjectLine(this.box, "correcting", {
      symbol: "edit", heading: "editing", wayOut: "stop_editing", leave: () => this.stopEditing(),
    });
    this.answering = new SubjectLine(this.box, "answering", {
      symbol: "reply", heading: "answering", wayOut: "stop_answering", leave: () => this.stopAnswering(),
    });
    const line = make("div", { class: "line" }, [this.commands.button, this.attach, this.box, this.submit]);
    const above = [this.commands.list, this.correcting.element, this.answering.element, this.tray.element];
    const form = make("form", { class: "composer" }, [...above, line, this.failure, this.picker]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    return form;
  }

  attachButton() {
    const pick = () => this.picker.click();
    const { kinds = [] } = this.acts;
    if (kinds.length === 0) return button({ class: "quiet attach", "data-tip": "send_files" }, [icon("attach")], pick);
    const wordless = kinds.map((kind) => ({ words: `send_${kind}`, act: () => this.sendWordless(kind) }));
    return menuButton("attach", "attach", [{ words: "send_files", act: pick }, ...wordless], "attach");
  }

  key(event) {
    // Enter that ends a composed syllable belongs to the input method.
    if (event.isComposing) return;
    if (this.commands.takesKey(event)) event.preventDefault();
    else if (event.key === "Escape" && this.editing) this.stopEditing();
    else if (event.key === "Escape" && this.answered) this.stopAnswering();
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
    if (!this.editing) this.acts.drafted?.(this.box.value);
  }

  async send() {
    const words = this.box.value;
    if (this.editing) await this.finishEditing(words);
    else if (!this.tray.isEmpty) await this.sendFiles(words);
    else if (words.trim() !== "") await this.sendTyped(words);
  }

  async sendTyped(words) {
    this.put("");
    const isSent = await this.sent((answered) => this.acts.text(words, answered));
    if (!isSent && this.box.value === "") this.put(words);
  }

  // A command that is chosen answers nothing. It ends a correction, and the draft from before comes back.
  async sendWords(words) {
    if (this.editing) this.stopEditing();
    else this.put("");
    if (!(await this.done(() => this.acts.text(words))) && this.box.value === "") this.put(words);
  }

  sendWordless(kind) {
    return this.sent((answered) => this.acts.wordless(kind, answered));
  }

  async sendFiles(caption) {
    const { files, as } = this.tray.take();
    this.put("");
    this.element.classList.add("sending");
    const words = caption.trim() === "" ? undefined : caption;
    if (!(await this.sent((reply_to) => this.acts.files(files, { caption: words, as, reply_to })))) {
      const complaint = this.failure.textContent;
      this.tray.add(files);
      if (this.box.value === "") this.put(caption);
      setText(this.failure, complaint);
    }
    this.element.classList.remove("sending");
  }

  // Does what sends, with the id of what is answered; what was not sent still answers it.
  async sent(send) {
    const { answered } = this;
    this.turnTo(null);
    const isSent = await this.done(() => send(answered?.id));
    if (!isSent) this.turnTo(this.answered ?? answered);
    return isSent;
  }

  // Says whether it was done; shows what was not.
  async done(act) {
    try {
      await act();
      setText(this.failure, "");
      return true;
    } catch (error) {
      const isTooLarge = error instanceof Refused && error.status === 413;
      setText(this.failure, isTooLarge ? this.tray.tooLarge : say("not_sent"));
      return false;
    }
  }

  // What could not be sent stands in the box again, before whatever was begun since, with the reason.
  giveBack(words, files, complaint) {
    if (this.editing) this.stopEditing();
    this.put([words, this.box.value].filter((text) => text !== "").join("\n"));
    if (files.length) this.tray.add(files);
    setText(this.failure, complaint);
  }

  answer(message) {
    if (this.editing) this.stopEditing();
    this.turnTo(message);
    this.box.focus();
  }

  stopAnswering() {
    this.turnTo(null);
    this.box.focus();
  }

  turnTo(message) {
    this.answered = message;
    this.showSubject();
  }

  // While a message is corrected, what the draft answers waits with the draft.
  showSubject() {
    this.element.classList.toggle("is-editing", this.editing !== null);
    this.correcting.show(this.editing?.text ?? null);
    this.answering.show(this.editing ? null : this.answered?.text ?? null);
  }

  edit(message) {
    this.editing = { id: message.id, text: message.text, before: this.editing?.before ?? this.box.value };
    this.showSubject();
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
    this.showSubject();
    this.box.focus();
  }

  put(words) {
    this.box.value = words;
    this.commands.close();
    this.changed();
  }
}
