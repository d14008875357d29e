// The stages of an incident: stamp under the name, then the measured time against its target.

import { el } from "./dom.js";
import { board, span, stamp, stateName, t } from "./words.js";

const seconds = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

function measured(stage, times) {
  const [from, to] = [times[stage.from], times[stage.stamp]];
  if (!from || !to) return "";
  const took = seconds(from, to);
  if (took < 0) return t("out of order");
  if (!stage.limit_s) return span(took);
  return took > stage.limit_s ? t("%(span)s over", { span: span(took - stage.limit_s) }) : `${span(took)} / ${span(stage.limit_s)}`;
}

function waiting(stage, incident) {
  const props = { id: "step-wait" };
  const from = incident.since ?? incident.reported_at;
  if (stage.limit_s && from) Object.assign(props, { data: { from, limit: stage.limit_s } });
  return [el("span", { text: incident.state === "received" ? t("waiting") : stateName(incident.state) }), el("span", { ...props, text: stage.limit_s ? `≤ ${span(stage.limit_s)}` : "" })];
}

export function stepper(incident, now) {
  const times = incident.times ?? incident;
  const ended = board.sections.closed.includes(incident.state);
  const last = board.stages.reduce((found, stage, index) => (times[stage.stamp] ? index : found), 0);
  return el("ol", { class: "steps", "aria-label": t("Stages") }, board.stages.map((stage, index) => {
    const done = Boolean(times[stage.stamp]) || index === 0;
    const current = !ended && index === last + 1;
    const under = current ? waiting(stage, incident) : [el("span", { text: done ? stamp(times[stage.stamp], now) : "—" }), el("span", { text: done ? measured(stage, times) : stage.limit_s && !ended ? `≤ ${span(stage.limit_s)}` : "" })];
    return el("li", { class: current ? "now" : done ? "done" : "", "aria-current": current ? "step" : null }, el("b", { text: stage.name }), under);
  }));
}
