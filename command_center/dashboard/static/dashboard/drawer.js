// The alert drawer: unacknowledged first; urgent and high one by one, the rest by group.

import { get, post } from "./api.js";
import { time } from "./clock.js";
import { ask, toast } from "./dialog.js";
import { button, byId, el, flag, say, swap } from "./dom.js";
import { board, can, hms, letter, t } from "./words.js";

const FLOOD = 10;
const ROOM_PX = 154; // of the map's top that is the drawer's, whole rows only
const titleOf = (alert) => (board.language === "en" && alert.title_en ? alert.title_en : alert.title);

export class Drawer {
  #expanded = false;
  #folded = false;
  #rows = new Map();

  constructor(store, intake, page) {
    Object.assign(this, { store, intake, page });
    this.node = byId("alarms");
    byId("alarms-fold").addEventListener("click", () => this.fold(!this.#folded));
    byId("alarms-more").addEventListener("click", () => this.expand(!this.#expanded));
    store.addEventListener("change", (event) => { if (event.detail.alerts === null || event.detail.alerts.length) this.draw(); });
  }

  get focused() {
    const id = document.activeElement?.closest?.("#alarms [data-alert]")?.dataset.alert;
    return id ? this.#groups().find((group) => String(group.key) === id) : null;
  }

  fold(folded) {
    this.#folded = folded;
    flag(this.node, "folded", folded);
    byId("alarms-fold").setAttribute("aria-expanded", String(!folded));
    say(byId("alarms-fold-label"), folded ? t("Show") : t("Fold"));
  }

  expand(expanded) {
    this.#expanded = expanded;
    flag(this.node, "expanded", expanded);
    this.draw();
  }

  focus() {
    this.fold(false);
    this.#rows.get(this.#groups()[0]?.key)?.focus();
  }

  // In a flood, alerts below P1 of one kind and agency stand on one line, and it says so.
  #groups() {
    const waiting = this.store.waiting();
    const flood = waiting.length > FLOOD;
    const groups = new Map();
    for (const alert of waiting) {
      const key = alert.priority === 1 || (!flood && alert.priority === 2) ? alert.id : flood || alert.priority > 2 ? `${alert.kind}|${alert.agency?.code}|${alert.priority}` : alert.id;
      if (!groups.has(key)) groups.set(key, { key, alerts: [] });
      groups.get(key).alerts.push(alert);
    }
    return [...groups.values()];
  }

  #fitting(groups) {
    let room = ROOM_PX;
    return groups.filter((group) => {
      room -= group.alerts[0].priority === 1 ? 56 : 40;
      return room >= 0;
    });
  }

  draw() {
    const waiting = this.store.waiting();
    const groups = this.#groups();
    const focused = this.focused?.key;
    const oldest = waiting.map((alert) => alert.raised_at).sort()[0];
    this.node.dataset.state = waiting.length ? "content" : "empty";
    flag(this.node, "urgent", waiting.some((alert) => alert.priority === 1));
    say(byId("alarms-count"), waiting.length ? t("%(n)s unacknowledged, oldest", { n: waiting.length }) : t("No unacknowledged alert"));
    byId("alarms-oldest").hidden = !oldest;
    if (oldest) time(byId("alarms-oldest"), oldest);
    byId("alarms-flood").hidden = waiting.length <= FLOOD;
    this.#rows.clear();
    const shown = this.#expanded ? groups.slice(0, 50) : this.#fitting(groups);
    swap(byId("alarms-list"), shown.map((group) => this.#row(group)));
    const isStrip = innerWidth < 1600;
    byId("alarms-more").hidden = groups.length < 2;
    flag(byId("alarms-more"), "over", groups.length > shown.length || this.#expanded);
    say(byId("alarms-more"), this.#expanded ? t("Fewer") : t("%(n)s more", { n: groups.length - (isStrip ? 1 : shown.length) }));
    say(byId("tab-alerts-count"), waiting.length ? String(waiting.length) : "");
    if (focused) this.#rows.get(focused)?.focus({ preventScroll: true });
  }

  #row({ key, alerts }) {
    const [first] = alerts;
    const urgent = first.priority === 1;
    const timer = el("span", { class: "timer" });
    time(timer, first.raised_at, board.alert_targets[first.priority]);
    const place = [hms(first.raised_at), first.agency?.name, first.occurrences > 1 && t("%(n)s times", { n: first.occurrences }), first.escalation_step > 0 && t("escalated, step %(n)s", { n: first.escalation_step }), first.arrived_late && t("arrived late"), first.is_exercise && t("exercise")].filter(Boolean).join("·");
    const count = alerts.length > 1 && el("span", { class: "t3", text: `·${t("%(n)s of one kind and agency, on one line", { n: alerts.length })}` });
    const row = el("li", { class: `al${urgent ? " pulse" : ""}`, tabindex: "0", data: { alert: key }, "aria-label": `${letter(first.priority)} ${titleOf(first)}` },
      el("span", { class: `prio p${first.priority}`, text: letter(first.priority) }), timer,
      el("div", { class: "cut" }, urgent ? el("b", { text: titleOf(first) }) : titleOf(first), urgent ? el("br") : " ", el("span", { class: urgent ? "s12 t2" : "t3", text: urgent ? place : `·${place}` }), count || []),
      el("div", { class: "row al-acts" }, this.#acts(alerts, urgent)));
    this.#rows.set(key, row);
    return row;
  }

  #acts(alerts, urgent) {
    const [first] = alerts;
    const acts = [];
    if (first.subject?.type === "incident") acts.push(button(t("Open %(number)s", { number: first.subject.id }), { kind: urgent ? "" : "sm", onclick: () => this.store.select(first.subject.id) }));
    else if (can("incidents.report")) acts.push(button(t("Make it an incident"), { kind: urgent ? "" : "sm", key: "N", onclick: () => this.intake.open({ alert: first }) }));
    const sign = first.subject?.type === "unit" ? first.subject.id : null;
    if (first.priority === 1 && (sign || Number.isFinite(first.lng))) acts.push(button(t("On the map"), { "data-act": "locate", onclick: () => this.page.locate({ sign, lng: first.lng, lat: first.lat }) }));
    if (!can("alerts.handle")) return acts;
    if (!urgent) acts.push(button(t("Shelve ≤ 30 min"), { kind: "sm", onclick: () => this.#shelve(first) }));
    acts.push(button(alerts.length > 1 && first.priority > 2 ? t("Acknowledge all %(n)s", { n: alerts.length }) : t("Acknowledge"), { kind: urgent ? "danger" : "sm", key: urgent ? "A" : null, onclick: () => this.acknowledge(alerts) }));
    return acts;
  }

  // One winner: whoever lost is told who won and when.
  async acknowledge(alerts) {
    const grouped = alerts.length > 1 && alerts.every((alert) => alert.priority > 2);
    try {
      if (grouped) await post("alerts/acknowledge/", { ids: alerts.map((alert) => alert.id) });
      else for (const alert of alerts.slice(0, 1)) this.#took(await post(`alerts/${alert.id}/acknowledge/`));
      if (grouped) for (const alert of alerts) this.#took({ ...alert, state: "acknowledged" });
    } catch (refusal) {
      toast(refusal.message, { bad: true });
      if (refusal.status === 409) this.#took(await get(`alerts/${alerts[0].id}/`).catch(() => null));
    }
  }

  #took(alert) {
    if (!alert?.id) return;
    const known = this.store.alerts.get(alert.id);
    if (alert.state === "resolved") this.store.alerts.delete(alert.id);
    else this.store.alerts.set(alert.id, { ...known, ...alert });
    this.store.dispatchEvent(new CustomEvent("change", { detail: { numbers: [], alerts: [alert.id] } }));
  }

  #shelve(alert) {
    return ask({
      title: t("Shelve this alert"),
      text: titleOf(alert),
      fields: [{ name: "minutes", label: t("Minutes, 30 at most"), inputmode: "numeric", value: "15", required: true }, { name: "reason", label: t("Reason"), required: true }],
      confirm: t("Shelve"),
      send: async (values) => this.#took(await post(`alerts/${alert.id}/shelve/`, { minutes: Number(values.minutes) || 0, reason: values.reason })),
    });
  }
}
