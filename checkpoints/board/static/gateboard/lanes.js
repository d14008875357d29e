// The thirty minutes of each post as a bar: from its signature to its readiness, the now-line across.

import { svg } from "../frame/dom.js";
import { isOver, isReady, place, signOf } from "./switches.js";

const set = (node, values) => {
  for (const [name, value] of Object.entries(values)) if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};
const show = (node, on) => set(node, { visibility: on ? "visible" : "hidden" });
const percent = (value) => `${value.toFixed(2)}%`;

export function lane() {
  const line = (cls) => svg("line", { class: cls, y1: "50%", y2: "50%" });
  const cross = (cls) => svg("line", { class: cls, y1: "0", y2: "100%" });
  const parts = {
    base: svg("line", { class: "base", x1: "0", x2: "100%", y1: "50%", y2: "50%" }),
    sign: cross("lim"), ready: cross("lim"), now: cross("now"),
    late: svg("rect", { class: "over", y: 17, height: 10, fill: "url(#hatch)" }),
    run: line("run"),
    signed: svg("line", { class: "sg", y1: 15, y2: 29 }),
    done: svg("svg", { y: 22, overflow: "visible" }, svg("circle", { class: "rd", r: 8 }), svg("path", { class: "tk", d: "M-3.5 0l2.5 3 4.5-6" })),
  };
  const node = svg("svg", { class: "lane", width: "100%", height: 44, "aria-hidden": "true" }, Object.values(parts));
  return { node, parts };
}

export function paint({ parts }, row, { at, spanS, isRunning }) {
  const x = (moment) => place(row, moment, spanS);
  const limit = (seconds) => percent(Math.min(100, (seconds / spanS) * 100));
  const signedAt = row.signed_at && Date.parse(row.signed_at), readyAt = row.ready_at && Date.parse(row.ready_at);
  const end = readyAt ?? at, sign = signOf(row, at);
  set(parts.sign, { x1: limit(row.sign_limit_s), x2: limit(row.sign_limit_s) });
  set(parts.ready, { x1: limit(row.ready_limit_s), x2: limit(row.ready_limit_s) });
  set(parts.now, { x1: percent(x(at)), x2: percent(x(at)) });
  show(parts.now, isRunning);
  const from = late(row, signedAt, sign);
  show(parts.late, from !== null);
  if (from !== null) set(parts.late, { x: limit(from), width: percent(Math.max(0, x(end) - (from / spanS) * 100)) });
  show(parts.run, Boolean(signedAt) && !isOver(row));
  show(parts.signed, Boolean(signedAt));
  show(parts.done, isReady(row));
  if (signedAt) {
    const till = from === null ? x(end) : (from / spanS) * 100;
    set(parts.run, { x1: percent(x(signedAt)), x2: percent(Math.max(x(signedAt), till)), class: `run ${sign}` });
    set(parts.signed, { x1: percent(x(signedAt)), x2: percent(x(signedAt)) });
  }
  if (readyAt) set(parts.done, { x: percent(x(readyAt)) });
}

// From which second on the bar is hatched: what was owed then has not come.
function late(row, signedAt, sign) {
  if (isOver(row)) return null;
  if (!signedAt && sign === "late") return row.sign_limit_s;
  return sign === "late" || row.ready_seconds > row.ready_limit_s ? row.ready_limit_s : null;
}
