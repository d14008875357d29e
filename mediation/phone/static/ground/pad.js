// A field to sign in with a finger or a pen; who cannot or will not signs on paper.

import { byId, el, svg, swap } from "../frame/dom.js";
import { t } from "./page.js";

const WIDTH = 400, HEIGHT = 150;
const LEAST_POINTS = 8; // fewer is a slip of the thumb

const path = (line) => line.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join("");

// The lines as a small picture.
export const drawing = (lines, label) =>
  svg("svg", { class: "sig", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, lines.map((line) => svg("path", { d: path(line) })));

// Answers {way, strokes, signed_at}; null where it was put away.
export function sign(who) {
  const dialog = byId("pad");
  const lines = [];
  const field = svg("svg", { class: "signing", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": t("Field to sign in") });
  const done = el("button", { type: "button", class: "btn fill", text: t("I have signed"), disabled: true });
  let drawn = null;

  const point = (event) => {
    const box = field.getBoundingClientRect();
    const near = (value, length) => Math.round(Math.min(Math.max(value, 0), length) * 10) / 10;
    return [near(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), near(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
  };

  field.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    lines.push([point(event)]);
    drawn = svg("path", {});
    field.append(drawn);
  });
  field.addEventListener("pointermove", (event) => {
    if (!drawn || !event.buttons) return;
    lines.at(-1).push(point(event));
    drawn.setAttribute("d", path(lines.at(-1)));
    done.disabled = lines.flat().length < LEAST_POINTS;
  });
  field.addEventListener("pointerup", () => { drawn = null; });

  function wipe() {
    lines.length = 0;
    field.replaceChildren();
    done.disabled = true;
  }

  return new Promise((settle) => {
    const end = (signed) => { settle(signed); dialog.close(); };
    const at = () => new Date().toISOString();
    done.addEventListener("click", () => end({ way: "screen", strokes: lines, signed_at: at() }));
    dialog.addEventListener("close", () => settle(null), { once: true });
    swap(dialog,
      el("h2", { id: "pad-title", text: t("%(who)s, please sign here", { who }) }),
      el("p", { class: "t2", text: t("I was told of my rights and agree to mediation.") }),
      field,
      el("div", { class: "two" }, el("button", { type: "button", class: "btn", text: t("Sign anew"), on: { click: wipe } }), done),
      el("button", { type: "button", class: "btn", text: t("Signed on paper"), on: { click: () => end({ way: "ink", strokes: [], signed_at: at() }) } }),
      el("button", { type: "button", class: "btn quiet", text: t("Not now"), on: { click: () => end(null) } }));
    dialog.showModal();
  });
}
