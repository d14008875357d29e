// Single keys: each may be moved or switched off, none changes anything without its row in focus.

import { isTyping } from "./dom.js";
import { board } from "./words.js";

const KEPT = `anlan.keys.${board.badge}`;
export const DEFAULTS = { command: "/", new: "n", down: "j", up: "k", open: "Enter", acknowledge: "a", dispatch: "d", step: "s", plan: "p", units: "u", map: "m", filter: "f", goto: "g", help: "?", back: "Escape" };

export class Keys {
  #run = {};

  constructor(handlers) {
    this.#run = handlers;
    this.chosen = this.#read();
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #read() {
    try {
      return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEPT)) };
    } catch {
      return { ...DEFAULTS };
    }
  }

  // "" switches a key off; answers the action that already holds the key, if one does.
  choose(action, key) {
    const holder = key && Object.keys(this.chosen).find((other) => other !== action && this.chosen[other] === key);
    if (holder) return holder;
    this.chosen[action] = key;
    localStorage.setItem(KEPT, JSON.stringify(this.chosen));
    return null;
  }

  reset() {
    localStorage.removeItem(KEPT);
    this.chosen = { ...DEFAULTS };
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || (isTyping(event.target) && event.key !== "Escape")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = Object.keys(this.chosen).find((name) => this.chosen[name] === key);
    if (!action || this.#run[action]?.(event) === false) return;
    event.preventDefault();
  }
}
