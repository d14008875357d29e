// Orders to sign for stand on top of everything until they are signed for. The signature is kept
// here like every other touch: without a line the crew signs, and works on.

import { el } from "../frame/dom.js";
import { config, hours, t, time } from "./say.js";
import { unsignedOrders } from "./steps.js";

const LETTERS = ["", "急", "高", "中", "低"];
let dialog = null;
let drawn = "";

export function forceOrders(rows, { waiting, act }) {
  const [next, ...more] = unsignedOrders(rows, waiting);
  if (!next) {
    drawn = "";
    return dialog?.close();
  }
  const now = `${next.receipt.id}:${next.receipt.version}:${next.order.version}:${more.length}`;
  if (dialog?.open && now === drawn) return;
  drawn = now;
  if (!dialog) open();
  dialog.replaceChildren(...parts(next, more.length, act).filter(Boolean));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".thumb").focus();
}

function open() {
  dialog = el("dialog", { class: "dialog forced", "aria-labelledby": "forced-title" });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => drawn && dialog.showModal()); // a second Escape closes past `cancel`
  document.body.append(dialog);
}

function parts({ order, receipt }, more, act) {
  const step = receipt.state === "issued" ? "sign" : "read";
  const word = step === "sign" ? t("Sign for it") : t("I have read it");
  const body = step === "sign" ? { receiver: receipt.receiver, channel: "screen" } : { receiver: receipt.receiver };
  const path = `/api/v1/orders/${encodeURIComponent(order.number)}/${step}/`;
  return [
    el("p", { class: "task-head" },
      el("span", { class: `prio p${order.level}`, text: config.language === "en" ? `P${order.level}` : LETTERS[order.level] }),
      el("b", { text: order.number }), el("span", { class: "push t2 s13", text: receipt.name })),
    el("h2", { class: "s16", id: "forced-title", text: order.title }),
    el("p", { class: "narrative forced-text", tabindex: 0, text: order.text }),
    ...(order.additions ?? []).map((one) => el("p", { class: "note", text: `${time(one.at)} ${one.text}` })),
    el("p", { class: "t2 s13", text: t("by %(who)s · due %(time)s", { who: order.issued_by, time: hours(order.due_at) }) }),
    receipt.is_late && el("p", { class: "note bad", text: t("Late") }),
    el("div", { class: "gap8" },
      el("button", { type: "button", class: "btn fill thumb", text: word, on: { click: () => act(path, body, `${order.number} · ${word}`) } }),
      document.querySelector("[data-help-open]") && el("button", { type: "button", class: "btn danger", text: t("Help!"), on: { click: () => document.querySelector("[data-help-open]").click() } }),
      more > 0 && el("p", { class: "t2 s13", text: t("%(n)s more to sign for", { n: more }) })),
  ];
}
