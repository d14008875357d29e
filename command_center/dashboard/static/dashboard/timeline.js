// One line of the timeline: struck lines stay readable, late ones say when they were written.

import { el } from "./dom.js";
import { board, hm, stamp, t } from "./words.js";

// What happened, then what was written about it.
function said({ kind, text, details = {} }) {
  if (kind === "note") return text;
  const step = kind === "moved" && (board.steps[details.step] ?? board.states[details.to]);
  if (kind.startsWith("assignment_")) return [details.unit, board.entries[kind] ?? kind, text].filter(Boolean).join("·");
  const other = details.into ?? details.number ?? (typeof details.from === "string" && kind === "unmerged" ? details.from : "");
  const fields = kind === "edited" ? Object.keys(details.changes ?? {}).map((name) => t(name)).join("·") : "";
  const head = step || [board.entries[kind] ?? kind, other, fields].filter(Boolean).join(" ");
  return text ? `${head}·${text}` : head;
}

export function timelineRow(entry, strike, now) {
  const marks = [entry.is_late && t("entered %(at)s", { at: hm(entry.recorded_at) }), entry.warning && `! ${entry.warning}`].filter(Boolean);
  const who = [entry.actor_label ?? entry.actor, board.sources[entry.channel] ?? entry.channel].filter(Boolean).join("·");
  const text = said(entry);
  const struck = entry.struck_at && t("struck by %(who)s: %(why)s", { who: entry.struck_by, why: entry.struck_reason });
  const act = strike && entry.kind === "note" && !entry.struck_at && el("button", { type: "button", class: "linkish strike-it", text: t("Strike"), "aria-label": t("Strike: %(text)s", { text }), on: { click: () => strike(entry) } });
  return el("li", { class: entry.struck_at ? "strike" : "" }, el("time", { datetime: entry.happened_at, text: stamp(entry.happened_at, now) }),
    el("div", {}, el("span", { text }), " ", el("span", { class: "who", text: `·${who}` }), marks.map((mark) => el("span", { class: "tag", text: mark })), struck ? el("span", { class: "tag", text: struck }) : [], act || []));
}
