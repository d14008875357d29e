// Building elements without markup strings: text enters as text, styles as classes.

const SVG = "http://www.w3.org/2000/svg";

function put(node, props, kids) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.flat(Infinity).filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return node;
}

export const el = (tag, props = {}, ...kids) => put(document.createElement(tag), props, kids);
export const svg = (tag, props = {}, ...kids) => put(document.createElementNS(SVG, tag), props, kids);
export const byId = (id) => document.getElementById(id);

// Write only what changed, so that a screen reader and the layout stay quiet.
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function swap(node, ...kids) {
  node.replaceChildren(...kids.flat(Infinity).filter((kid) => kid !== null && kid !== undefined && kid !== false));
}

export function flag(node, name, on) {
  if (node.classList.contains(name) !== Boolean(on)) node.classList.toggle(name, Boolean(on));
}

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
