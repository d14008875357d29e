// A switch that is not signed for stands on top of everything; a signature without a line is kept.

import { el } from "../frame/dom.js";
import { hm, page, t, urlOf } from "./page.js";

let dialog = null;
let drawn = "";

export function signPath(row) {
  return urlOf("sign", row.id);
}

export async function sign({ order, switch: row }, act) {
  await act(signPath(row), { channel: "screen" }, `${order.number} · ${row.checkpoint.name} · ${t("Signed")}`);
}

export function force(waiting, { act }) {
  const [next, ...more] = waiting;
  if (!next) {
    drawn = "";
    dialog?.close();
    return;
  }
  const now = `${next.switch.id}:${next.switch.resent}:${more.length}`;
  if (dialog?.open && now === drawn) return;
  drawn = now;
  if (!dialog) make();
  dialog.replaceChildren(...parts(next, more.length, act).filter(Boolean));
  if (!dialog.open && !document.querySelector("dialog[open]")) dialog.showModal();
  dialog.querySelector(".thumb").focus();
}

function make() {
  dialog = el("dialog", { class: "dialog forced", "aria-labelledby": "switch-title", data: { forced: "switch" } });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => drawn && dialog.showModal()); // a second Escape closes past `cancel`
  document.body.append(dialog);
}

function parts(next, more, act) {
  const { order, switch: row } = next;
  return [
    el("p", { class: "task-head" }, order.is_drill && el("span", { class: "drill-tag", text: t("DRILL") }), el("b", { text: order.number }), el("span", { class: "push t2 s13", text: row.checkpoint.name })),
    el("h2", { class: "s20", id: "switch-title", text: t("Switch to %(level)s", { level: page.levels[order.to_level] ?? order.to_level }) }),
    el("p", { class: "prose", tabindex: 0, text: order.reason }),
    el("p", { class: "t2 s13", text: t("from %(who)s · sign by %(sign)s · ready by %(ready)s", { who: order.issued_by, sign: hm(row.sign_by), ready: hm(row.due_at) }) }),
    row.is_sign_late && el("p", { class: "note bad", text: t("Late: the time to sign is over.") }),
    row.resent > 0 && el("p", { class: "note", text: t("Command asks again.") }),
    el("button", { type: "button", class: "btn fill thumb", text: t("Sign for it"), on: { click: () => sign(next, act) } }),
    more > 0 && el("p", { class: "t2 s13", text: t("%(n)s more to sign for", { n: more }) }),
  ];
}
