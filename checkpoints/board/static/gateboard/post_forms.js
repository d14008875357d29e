// What a post writes down: the hour's counts and the state of its lanes; kept first, sent after.

import { el } from "../frame/dom.js";
import { newKey } from "../frame/requests.js";
import { toast } from "./asking.js";
import { now } from "./clock.js";
import { hm, page, t } from "./page.js";

const HOURS_BACK = 8;
const HOUR_MS = 3_600_000;

const pick = (id, name, label, options) => el("div", { class: "field" }, el("label", { for: id, text: label }), el("select", { class: "input", id, name }, options.map(([value, words]) => el("option", { value, text: words }))));
const places = (id) => pick(id, "checkpoint", t("Checkpoint"), page.places.map(({ code, name }) => [code, name]));
const number = (id, name, label, more = {}) => el("div", { class: "field" }, el("label", { for: id, text: label }), el("input", { class: "input", type: "number", inputmode: "numeric", min: 0, max: 99999, id, name, ...more }));
const nothing = () => el("div", { class: "state" }, el("b", { text: t("No checkpoint to write for") }));

// Full hours that are over, the latest first: an hour is counted when it has ended.
function hours() {
  const full = Math.floor(now() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS_BACK }, (_, i) => full - (i + 1) * HOUR_MS).map((at) => [new Date(at).toISOString(), `${hm(at)}–${hm(at + HOUR_MS)}`]);
}

function form(kids, save) {
  const told = el("p", { class: "note bad", role: "alert", hidden: true });
  const made = el("form", {}, kids, told, el("button", { class: "btn fill thumb", text: t("Save") }));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const complaint = await save(new FormData(made));
    told.hidden = !complaint;
    told.textContent = complaint ?? "";
    if (complaint) return;
    for (const input of made.querySelectorAll("input")) input.value = "";
    document.activeElement?.blur();
    toast(t("Saved on this phone"));
  });
  return made;
}

export function countView(tools) {
  if (!page.places.length) return nothing();
  const fields = [["checked", t("checked")], ["passing", t("passed by")]].flatMap(([measure, words]) => page.kinds.filter(([kind]) => measure === "checked" || kind === "vehicles").map(([kind, name]) => [`${measure}:${kind}`, `${name} · ${words}`]));
  return form([
    places("count-place"), pick("count-hour", "hour", t("Hour"), hours()), pick("count-reason", "reason", t("Reason of the checks"), [["", t("none in particular")], ...page.reasons]),
    el("div", { class: "figures2" }, fields.map(([name, label]) => number(`count-${name.replace(":", "-")}`, name, label))),
    el("p", { class: "hint", text: t("Numbers only; leave empty what was not counted. A second number for an hour is refused: correct it in the list of checks.") }),
  ], (data) => saveCounts(data, tools()));
}

async function saveCounts(data, { act }) {
  const [checkpoint, hour, reason] = ["checkpoint", "hour", "reason"].map((name) => data.get(name));
  const given = [...data].filter(([name, value]) => name.includes(":") && value !== "").map(([name, value]) => [...name.split(":"), Number(value)]);
  if (!given.length) return t("Give at least one number.");
  const counts = given.map(([measure, kind, n]) => ({ checkpoint, hour, kind, [measure]: n, ...(measure === "checked" && reason ? { reason } : {}) }));
  await act(page.urls.counts, { client_ref: newKey(), counts }, `${hm(hour)} · ${given.map(([, kind, n]) => `${kindName(kind)} ${n}`).join(" · ")}`);
  return null;
}

const kindName = (kind) => page.kinds.find(([code]) => code === kind)?.[1] ?? kind;

export function lanesView(tools) {
  if (!page.places.length) return nothing();
  const most = (name) => Math.max(...page.places.map((place) => place[name]));
  const putOff = page.urls.suspension && el("a", { class: "btn", href: page.urls.suspension, text: t("Put checks off for a while") });
  const lanes = form([
    places("lane-place"),
    el("div", { class: "figures2" },
      number("lane-in", "open_in", t("Lanes open, into town (of %(n)s)", { n: most("in") }), { required: true, max: most("in") }), number("lane-out", "open_out", t("Lanes open, out of town (of %(n)s)", { n: most("out") }), { required: true, max: most("out") }),
      number("queue-in", "queue_in_m", t("Queue into town, m")), number("queue-out", "queue_out_m", t("Queue out of town, m"))),
    el("p", { class: "hint", text: t("Above 200 m checks may be put off; report it at once.") }),
  ], async (data) => {
    const body = Object.fromEntries([...data].filter(([, value]) => value !== "").map(([name, value]) => [name, name === "checkpoint" ? value : Number(value)]));
    const when = new Date(now()).toISOString();
    await tools().act(page.urls.lanes, { ...body, reported_at: when, client_ref: newKey() }, `${hm(when)} · ${t("Open lanes")} ${body.open_in}/${body.open_out}`);
    return null;
  });
  return [lanes, putOff].filter(Boolean);
}
