// The command line: what is typed, what it would do, and, on Enter, doing it.

import * as actions from "./actions.js";
import { get, post } from "./api.js";
import { toast } from "./dialog.js";
import { UnitCommands } from "./command_units.js";
import { byId, el, swap } from "./dom.js";
import { completions, parse } from "./grammar.js";
import { letter, nameOf, t } from "./words.js";

export class CommandLine {
  #dispositions = [];
  #tab = null;
  #history = [];
  #back = 0;
  #running = null; // the line that is being done

  constructor(store, page) {
    this.store = store;
    this.page = page;
    this.units = new UnitCommands(store, page, () => this.show());
    this.input = byId("command");
    this.preview = byId("command-preview");
    this.input.addEventListener("focus", () => this.#ready());
    this.input.addEventListener("input", () => { this.#tab = null; this.show(); });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    byId("command-form").addEventListener("submit", (event) => { event.preventDefault(); this.run(); });
    this.show();
  }

  get #context() {
    return { store: this.store, dispositions: this.#dispositions, plans: this.units.plans };
  }

  #ready() {
    if (!this.#dispositions.length) actions.list("dispositions").then((rows) => { this.#dispositions = rows; this.show(); }).catch(() => {});
    this.show();
  }

  focus(text = "") {
    if (text) this.input.value = text;
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.show();
  }

  #key(event) {
    if (event.key === "Escape") { event.stopPropagation(); this.input.value = ""; this.show(); this.input.blur(); this.page.back(); }
    else if (event.key === "Tab" && !event.shiftKey && this.#complete()) event.preventDefault();
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#recall(event);
  }

  #recall(event) {
    if (!this.#history.length) return;
    event.preventDefault();
    this.#back = Math.min(this.#history.length, Math.max(0, this.#back + (event.key === "ArrowUp" ? 1 : -1)));
    this.input.value = this.#back ? this.#history.at(-this.#back) : "";
    this.show();
  }

  // Tab fills the word, Tab again offers the next; with nothing to offer it leaves the line.
  #complete() {
    if (!this.input.value) return false;
    this.#tab ??= { stem: this.input.value, found: completions(this.input.value, this.#context), next: 0 };
    const { stem, found } = this.#tab;
    if (!found.length) return false;
    const word = found[this.#tab.next % found.length];
    this.#tab.next += 1;
    this.input.value = `${stem.replace(/\S*$/, "")}${word}${found.length === 1 && !word.endsWith("=") ? " " : ""}`;
    if (found.length === 1) this.#tab = null;
    this.show();
    return true;
  }

  show() {
    const asked = parse(this.input.value, this.#context);
    const offered = this.#tab?.found.length > 1 ? [el("span", { class: "t3", text: this.#tab.found.slice(0, 6).join("  ") })] : [];
    swap(this.preview, ...this.#words(asked), ...offered);
    return asked;
  }

  #words(asked) {
    if (asked.error) return [el("span", { class: "err", text: `! ${asked.error}` }), asked.suggestion ? el("span", {}, t("Perhaps"), " ", el("b", { text: asked.suggestion })) : null].filter(Boolean);
    const ofUnits = this.units.words(asked);
    if (ofUnits) return ofUnits;
    const incident = asked.incident;
    const known = incident && !incident.unknown;
    const who = incident ? [known ? el("span", { class: `prio p${incident.level}`, text: letter(incident.level) }) : null, el("b", { text: known ? `${incident.number} ${nameOf(incident.category)}` : incident.number })].filter(Boolean) : [];
    const tail = (text) => (text ? [el("span", { class: "cut", text: `“${text}”` })] : []);
    const arrow = el("span", { text: "→" });
    const lines = {
      new: () => [el("span", { text: t("Opens a new incident; the call is stamped now") })],
      help: () => [el("span", { text: t("Shows the keys and the commands") })],
      filter: () => [el("span", { text: t("Lists what fits") }), el("b", { text: Object.entries(asked.filter).map(([name, value]) => `${name}=${value}`).join(" ") || t("everything open") })],
      go: () => [el("span", { text: t("Opens") }), ...who],
      note: () => [el("span", { text: t("Adds to the timeline of") }), ...who, ...tail(asked.text)],
      step: () => [el("span", { text: t("Moves") }), ...who, arrow, el("b", { text: actions.stepLabel(asked.to) }), ...tail(asked.text)],
      close: () => [el("span", { text: t("Closes") }), ...who, arrow, el("b", { text: nameOf(asked.disposition) }), ...tail(asked.text)],
      acknowledge: () => [el("span", { text: t("Acknowledges") }), el("b", { text: asked.alert.title })],
    };
    return lines[asked.verb]?.() ?? [el("span", { class: "t3", text: this.units.hint }), el("span", { class: "t3", text: t("N new · ST step · CL close · NOTE note · A acknowledge · G go to · F filter · ? help") })];
  }

  async run() {
    const asked = this.show();
    if (!asked.verb || asked.error) return this.input.focus();
    const typed = this.input.value;
    if (this.#running === typed) return undefined; // Enter again before the answer is there
    this.#running = typed;
    try {
      await this.#do(asked);
    } catch (refusal) {
      this.input.value ||= typed;
      swap(this.preview, el("span", { class: "err", role: "alert", text: `! ${[refusal.message, ...(refusal.errors ?? []).map((error) => error.message)].join(" ")}` }));
      return undefined;
    } finally {
      this.#running = null;
    }
    this.#history.push(typed);
    this.#back = 0;
    this.#tab = null;
    if (this.input.value.startsWith(typed)) this.input.value = this.input.value.slice(typed.length); // the next one may be begun
    return this.show();
  }

  async #do(asked) {
    if (this.units.handles(asked.verb)) return this.units.run(asked);
    const { verb, incident, to, disposition, text, filter, alert } = asked;
    const path = incident && `incidents/${encodeURIComponent(incident.number)}/`;
    if (verb === "new") return this.page.intake();
    if (verb === "help") return this.page.help();
    if (verb === "filter") return this.page.filter(filter);
    if (verb === "acknowledge") return this.page.acknowledge(alert);
    if (verb === "go") return this.page.open(incident.number);
    if (verb === "note") { await actions.addNote(this.store, incident.number, text); return toast(t("Noted on %(number)s", { number: incident.number })); }
    const current = incident.unknown ? await get(path) : incident;
    const body = verb === "close" ? { to: "closed", disposition: disposition.code, ...(text ? { text } : {}) } : { to, ...(text ? { text } : {}) };
    const answer = await post(`${path}steps/`, { version: current.version, ...body });
    if (answer?.number) this.store.learn(answer);
    return toast(t("%(number)s: %(step)s", { number: incident.number, step: actions.stepLabel(body.to) }));
  }
}
