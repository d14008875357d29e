// The table of the switch: rows are made once and told what changed; nothing moves under the hand.

import { el, flag, say, svg, swap } from "../frame/dom.js";
import { lane, paint } from "./lanes.js";
import { hms, length, nameOf, t } from "./page.js";
import { groups, hasReported, isOver, isReady, isSignLate, isSigned, overBy, signOf } from "./switches.js";

const SECTION_WORDS = { act: "Needs action", switching: "Switching", ready: "Ready" };
const GOING = { ordered: "Not delivered yet", delivered: "Delivered, no answer" };

export class Rows {
  #rows = new Map();
  #groups = [];
  #hand = false;
  #axis = "";

  constructor(table, { held, onselect }) {
    Object.assign(this, { table, held, onselect, order: null, lines: [], selected: null });
    const hand = (on) => () => { this.#hand = on; if (!on) this.arrange(this.at); };
    table.addEventListener("pointerenter", hand(true));
    table.addEventListener("pointerleave", hand(false));
    table.addEventListener("focusin", hand(true));
    table.addEventListener("focusout", (event) => { if (!table.contains(event.relatedTarget)) hand(false)(); });
    held.addEventListener("click", () => this.#sort(this.at));
  }

  load(order, rows, lines) {
    Object.assign(this, { order, lines });
    this.rows = rows;
    for (const row of rows) (this.#rows.get(row.code) ?? this.#make(row)).row = row;
    for (const code of this.#rows.keys()) if (!rows.some((row) => row.code === code)) this.#rows.delete(code);
  }

  #make(row) {
    const cell = (cls) => el("td", { class: cls });
    const made = { row, lane: lane(), signed: cell("num signed"), officers: cell("num"), equipment: cell("num"), vehicles: cell("num"), status: cell("status"), was: "" };
    const open = () => this.onselect(row.code);
    made.name = el("button", { type: "button", class: "post", on: { click: open } }, el("b", { text: row.name }), el("small", {}));
    made.node = el("tr", { data: { code: row.code }, on: { click: open, keydown: (event) => this.#key(event) } },
      el("th", { scope: "row" }, made.name), made.signed, made.officers, made.equipment, made.vehicles, el("td", { class: "ln" }, made.lane.node), made.status);
    this.#rows.set(row.code, made);
    return made;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...this.table.querySelectorAll("tbody .post")];
    event.preventDefault();
    all[all.indexOf(event.target) + step]?.focus();
  }

  // Where every row belongs now; a hand on the table keeps them where they are, and says so.
  arrange(at) {
    this.at = at;
    const wanted = groups(this.rows, at, this.lines);
    const moved = this.#moved(wanted);
    const isHeld = moved > 0 && this.#hand && this.#groups.length > 0;
    this.held.hidden = !isHeld;
    if (isHeld) say(this.held, t("Changed group: %(n)s. Sort now", { n: moved }));
    else this.#sort(at, wanted);
  }

  #moved(wanted) {
    const where = new Map(this.#groups.flatMap((group) => group.rows.map((row) => [row.code, group.key])));
    return wanted.flatMap((group) => group.rows.filter((row) => where.get(row.code) !== group.key)).length;
  }

  #sort(at, wanted = groups(this.rows, at, this.lines)) {
    this.held.hidden = true;
    const order = JSON.stringify(wanted.map((group) => [group.key, group.rows.map((row) => row.code)]));
    if (order === this.sorted) return;
    this.sorted = order;
    this.#groups = wanted;
    const focused = document.activeElement?.closest?.("tr")?.dataset.code;
    const bodies = wanted.map((group) => el("tbody", {}, el("tr", { class: "grp" }, el("th", { colspan: 7, scope: "rowgroup", text: this.#title(group) })), group.rows.map((row) => this.#rows.get(row.code).node)));
    for (const body of this.table.querySelectorAll("tbody")) body.remove();
    this.table.append(...bodies);
    if (focused) this.#rows.get(focused)?.name.focus();
  }

  #title({ section, line, rows }) {
    return `${t(SECTION_WORDS[section])}${line ? `·${nameOf("lines", line)}` : ""} ${rows.length}`;
  }

  paint(at, spanS) {
    for (const made of this.#rows.values()) {
      paint(made.lane, made.row, { at, spanS, isRunning: this.order.is_running });
      this.#say(made, at);
    }
    this.#scale(at, spanS);
  }

  #say(made, at) {
    const { row } = made;
    const over = this.order.is_running ? overBy(row, at) : null;
    this.#status(made, row, at, over);
    flag(made.node, "on", row.code === this.selected);
    const key = `${row.version}:${signOf(row, at)}:${over === null}`;
    if (made.was === key) return;
    made.was = key;
    const sign = signOf(row, at);
    made.node.className = `s-${sign}${row.code === this.selected ? " on" : ""}`;
    say(made.name.lastChild, [nameOf("grades", row.grade), nameOf("lines", row.line)].join("·"));
    this.#signed(made.signed, row, at);
    fraction(made.officers, row.people, isSigned(row) ? "" : sign);
    fraction(made.equipment, row.equipment, isSigned(row) ? "" : sign);
    fraction(made.vehicles, row.vehicles, isSigned(row) ? "" : sign);
  }

  #signed(cell, row, at) {
    if (isSigned(row)) swap(cell, document.createTextNode(hms(row.signed_at)), isSignLate(row, at) && el("small", { class: "bad", text: `! ${t("late")}` }));
    else swap(cell, el("b", { class: isSignLate(row, at) ? "bad" : "", text: t("not signed") }));
  }

  #status({ status }, row, at, over) {
    const sign = signOf(row, at);
    if (!status.firstChild) status.append(el("span", {}), el("small", {}));
    const [badge, words] = status.children;
    const cls = { ready: "rdy", late: over === null ? "tag bad" : "timer late", short: "tag warn", going: "tag" }[sign];
    if (badge.className !== cls) badge.className = cls;
    say(badge, this.#badge(row, sign, over));
    say(words, this.#words(row));
  }

  #badge(row, sign, over) {
    if (isOver(row)) return t("Cancelled");
    if (sign === "ready") return `✓ ${t("Ready")}`;
    if (sign === "late") return over === null ? t("Over time") : length(over);
    return sign === "short" ? t("Short") : t("Switching");
  }

  #words(row) {
    if (isReady(row)) return `${length(row.ready_seconds)}${row.ready_seconds > row.ready_limit_s ? ` ! ${t("late")}` : ""}${row.waived_by ? `·${t("waived by %(who)s", { who: row.waived_by })}` : ""}`;
    if (isOver(row)) return row.note;
    if (!isSigned(row)) return row.resent ? t("Asked again %(n)s times", { n: row.resent }) : t(GOING[row.stage] ?? GOING.delivered);
    return [row.shortage, row.eta && t("about %(time)s", { time: hms(row.eta).slice(0, 5) })].filter(Boolean).join("·") || row.note || t(hasReported(row) ? "Reported, not ready yet" : "Signed, nothing reported yet");
  }

  // The marks of the axis: every five minutes, the present one in words.
  #scale(at, spanS) {
    const now = Math.floor((at - Date.parse(this.order.issued_at)) / 1000);
    const axis = this.table.querySelector("[data-axis]");
    const marks = Array.from({ length: Math.floor(spanS / 300) + 1 }, (_, i) => i * 300);
    const key = `${spanS}:${this.order.is_running ? now : ""}`;
    if (key === this.#axis) return;
    this.#axis = key;
    const shown = marks.filter((mark) => !this.order.is_running || Math.abs(mark - now) > spanS / 24);
    const each = shown.map((mark) => [mark, String(mark / 60), mark + 150 > spanS ? "end" : ""]);
    if (this.order.is_running && now <= spanS) each.push([now, length(now), "nowl"]);
    swap(axis, each.map(([mark, words, cls]) => svg("text", { class: cls, x: `${((mark / spanS) * 100).toFixed(2)}%`, y: 12, text: words })));
  }
}

// Present over required; what was not reported is a dash, never a nought.
function fraction(cell, { present, required }, sign) {
  const lacks = present !== null && present < required;
  cell.className = `num${lacks ? " warn" : sign === "late" ? " bad" : ""}`;
  swap(cell, document.createTextNode(present ?? "—"), el("small", { text: `/${required}` }));
}
