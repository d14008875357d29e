// What the dashboard builds its panels of, over the elements of every page.

import { el } from "../frame/dom.js";

export { byId, el, flag, say, svg, swap } from "../frame/dom.js";

export const isTyping = (node) =>
  node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) && !/^(checkbox|radio|button)$/.test(node.type || "");

// Whether the hand is still where it was when something was asked for: whoever went on to another
// control, or types, is not called back by the answer.
export function isStillAt(from) {
  const at = document.activeElement ?? document.body;
  return at === from || at === document.body || (!from.isConnected && !isTyping(at));
}

export function panelState(title, sentence, button) {
  return el("div", { class: "state" }, el("b", { text: title }), sentence && el("span", { text: sentence }), button);
}

export function skeleton(rows = 3) {
  const bars = Array.from({ length: rows }, () => el("div", { class: "skel" }));
  return el("div", { class: "state loading", "aria-busy": "true" }, bars);
}

export function button(label, { key, onclick, kind = "", ...rest } = {}) {
  return el("button", { type: "button", class: `btn ${kind}`.trim(), on: onclick && { click: onclick }, ...rest }, label, key && el("kbd", { "aria-hidden": "true", text: key }));
}
