// The stages of an incident: stamp under the name, then the measured time against its target.

import { el } from "./dom.js";
import { board, span, stamp, stateName, t, targetOf } from "./words.js";

const seconds = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

function measured(stage, times, limit) {
  const [from, to] = [times[stage.from], times[stage.stamp]];
  if (!from || !to) return "";
  const took = seconds(from, to);
  if (took < 0) return t("out of order");
  if (!limit) return span(took);
  return took > limit ? t("%(span)s over", { span: span(took - limit) }) : inOneUnit(span(took), span(limit));
}

// "11/30 min" instead of "11 min / 30 min": eight stages share the width of the panel.
function inOneUnit(took, limit) {
  const [[count, unit], [, other]] = [took.split(" "), limit.split(" ")];
  return unit === other ? `${count}/${limit}` : `${took}/${limit}`;
}

function waiting(incident, limit) {
  const props = { id: "step-wait" };
  const from = incident.since ?? incident.reported_at;
  if (limit && from) Object.assign(props, { data: { from, limit } });
  return [el("span", { text: incident.state === "received" ? t("waiting") : stateName(incident.state) }), el("span", { ...props, text: limit ? `≤ ${span(limit)}` : "" })];
}

export function stepper(incident, now) {
  const times = incident.times ?? incident;
  const ended = board.sections.closed.includes(incident.state);
  const last = board.stages.reduce((found, stage, index) => (times[stage.stamp] ? index : found), 0);
  return el("ol", { class: "steps", "aria-label": t("Stages") }, board.stages.map((stage, index) => {
    const done = Boolean(times[stage.stamp]) || index === 0;
    const current = !ended && index === last + 1;
    const limit = targetOf(incident, stage.target)?.late;
    const under = current ? waiting(incident, limit) : [el("span", { text: done ? stamp(times[stage.stamp], now) : "—" }), el("span", { text: done ? measured(stage, times, limit) : limit && !ended ? `≤ ${span(limit)}` : "" })];
    return el("li", { class: current ? "now" : done ? "done" : "", "aria-current": current ? "step" : null }, el("b", { text: stage.name }), under);
  }));
}
