// Orders to this unit, its station and agency: read, signed for, answered.

import { el } from "../frame/dom.js";
import { ask } from "./ask.js";
import { hours, t, time } from "./say.js";

const path = (order, act) => `/api/v1/orders/${encodeURIComponent(order.number)}/${act}/`;

export function ordersView(rows, tools) {
  if (!rows.length) return el("div", { class: "state" }, el("b", { text: t("No orders") }), el("span", { text: t("Orders to your unit, station or agency appear here.") }));
  return rows.map((row) => card(row, tools));
}

function card({ order, receipt }, { waiting, act }) {
  const signing = waiting.some((entry) => entry.path === path(order, "sign"));
  const answering = waiting.some((entry) => entry.path === path(order, "result"));
  const body = { receiver: receipt.receiver, channel: "screen" };
  return el("article", { class: "card task" },
    el("header", { class: "task-head" }, el("b", { text: order.title }), el("span", { class: "push t3 nb", text: order.number })),
    receipt.is_late && el("p", { class: "note bad", text: t("Late") }),
    el("p", { class: "narrative", text: order.text }),
    (order.additions ?? []).map((one) => el("p", { class: "note", text: `${time(one.at)} ${one.text}` })),
    el("p", { class: "t2 s13", text: t("by %(who)s · due %(time)s", { who: order.issued_by, time: hours(order.due_at) }) }),
    el("div", { class: "gap8" },
      receipt.state === "issued" && el("button", { type: "button", class: "btn fill thumb", disabled: signing, text: signing ? t("waits for the line") : t("Sign for it"), on: { click: () => act(path(order, "sign"), body, `${order.number} · ${t("Sign for it")}`) } }),
      receipt.state === "signed" && order.needs_result && el("button", { type: "button", class: "btn fill thumb", disabled: answering, text: answering ? t("waits for the line") : t("Report the result"), on: { click: () => result(order, body, act) } })));
}

async function result(order, body, act) {
  const said = await ask({ title: order.title, fields: [{ name: "text", label: t("Result"), type: "textarea", required: true, maxlength: 2000 }], confirm: t("Report the result") });
  if (said) await act(path(order, "result"), { ...body, ...said }, `${order.number} · ${t("Report the result")}`);
}
