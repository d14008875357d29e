// One form that is being filled in: every letter is kept on the phone a moment after it is typed.

import { DRAFT } from "../frame/outbox.js";
import { box } from "./box.js";

const PAUSE_MS = 150;

export class Draft {
  #timer = 0;
  #writing = Promise.resolve();
  #isDone = false;

  // `told` hears when the store has what was typed.
  constructor({ kind, owner, entry = null, told }) {
    Object.assign(this, { kind, owner, entry, told });
    this.fields = structuredClone(entry?.fields ?? {});
  }

  get id() {
    return this.entry?.id ?? "";
  }

  get savedAt() {
    return this.entry?.savedAt ?? this.entry?.at ?? "";
  }

  set(name, value) {
    this.fields[name] = value;
    this.changed();
  }

  changed() {
    if (this.#isDone) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), PAUSE_MS);
  }

  // One after the other, so that a form is added to the store once only.
  keep() {
    clearTimeout(this.#timer);
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write() {
    if (this.#isDone) return;
    this.entry ??= await box.draft({ owner: this.owner, kind: this.kind, fields: {} });
    this.entry = await box.save({ ...this.entry, fields: structuredClone(this.fields), state: DRAFT, title: this.title?.() ?? "" });
    this.told(this);
  }

  // From now on it waits for the line, and nothing typed late makes it a draft again.
  async queue(request) {
    await this.keep();
    this.#isDone = true;
    return box.queue(this.entry, request);
  }

  async discard() {
    clearTimeout(this.#timer);
    await this.#writing;
    this.#isDone = true;
    if (this.entry) await box.remove(this.entry.order);
  }
}
