// Building elements without markup strings: text enters as text, styles as classes.

const SVG = "http://www.w3.org/2000/svg";
const isThere = (kid) => kid !== null && kid !== undefined && kid !== false;

function put(node, props, kids) {
  for (const [name, value] of Object.entries(props)) {
    if (!isThere(value)) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.flat(Infinity).filter(isThere));
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
  node.replaceChildren(...kids.flat(Infinity).filter(isThere));
}

export function flag(node, name, on) {
  if (node.classList.contains(name) !== Boolean(on)) node.classList.toggle(name, Boolean(on));
}
