// What command does about a post that lags: a reminder to it alone, ask again, sign by telephone, waive.

import { ask, toast } from "./asking.js";
import { now } from "./clock.js";
import { can, hms, page, post, t, urlOf } from "./page.js";
import { isReady, isSigned } from "./switches.js";

const REMINDER_MIN = 2; // to sign for a reminder

const canRemind = () => can("orders.issue") && Boolean(page.urls.orders);

async function done(asked, words, after) {
  if (!await asked) return;
  toast(words);
  after();
}

function remind(row, order, after) {
  const text = isSigned(row)
    ? t("%(name)s: report people, equipment and vehicles under order %(number)s at once; what is missing and when it comes.", { name: row.name, number: order.number })
    : t("%(name)s: sign for order %(number)s at once and begin the switch.", { name: row.name, number: order.number });
  return done(ask({
    title: t("Order to %(name)s alone", { name: row.name }),
    text: t("It stands on the screen of the post until it is signed for."),
    fields: [{ name: "text", label: t("Words of the order"), type: "textarea", required: true, maxlength: 4000, value: text }, { name: "level", label: t("Urgency"), type: "select", options: page.order_levels }],
    confirm: t("Send to %(name)s", { name: row.name }),
    send: ({ text: words, level }, key) => post(page.urls.orders, {
      title: t("Reminder: %(number)s", { number: order.number }), text: words, level: Number(level),
      sign_by: new Date(now() + REMINDER_MIN * 60_000).toISOString(), checkpoints: [row.code],
    }, { key }),
  }), t("Sent to %(name)s", { name: row.name }), after);
}

function askAgain(row, after) {
  return done(ask({
    title: t("Ask %(name)s again", { name: row.name }),
    text: t("The same order rings there once more; its clock goes on."),
    fields: [], confirm: t("Ring again"),
    send: (_values, key) => post(page.urls.resend, { checkpoint: row.code }, { key }),
  }), t("%(name)s was asked again", { name: row.name }), after);
}

function signFor(row, after) {
  return done(ask({
    title: t("Sign for %(name)s by telephone", { name: row.name }),
    text: t("You sign with your own name; who spoke is kept with it. Time: %(time)s", { time: hms(now()) }),
    fields: [{ name: "spoken_by", label: t("Who spoke"), required: true, maxlength: 60 }, { name: "channel", label: t("By way of"), type: "select", options: page.channels }],
    confirm: t("Sign on behalf"),
    send: (values, key) => post(urlOf("sign", row.id), { ...values, version: row.version }, { key }),
  }), t("Signed for %(name)s", { name: row.name }), after);
}

function waive(row, after) {
  return done(ask({
    title: t("Let %(name)s be ready below its minimum", { name: row.name }),
    text: t("Missing: %(what)s. Your name and reason stay with the order.", { what: row.shortage }),
    fields: [{ name: "reason", label: t("Reason"), type: "textarea", required: true, maxlength: 200 }],
    confirm: t("Waive"), danger: true,
    send: (values, key) => post(urlOf("waive", row.id), { ...values, version: row.version }, { key }),
  }), t("Waived for %(name)s", { name: row.name }), after);
}

// What may be done about a row now, the next thing first.
export function actsOf(row, order) {
  if (isReady(row) || !order.is_running) return [];
  return [
    canRemind() && { id: "remind", words: t("Order to this post"), key: "C", go: (after) => remind(row, order, after) },
    !isSigned(row) && page.urls.resend && can("duty.order") && { id: "again", words: t("Ring again"), go: (after) => askAgain(row, after) },
    !isSigned(row) && can("duty.report") && { id: "sign", words: t("Sign on behalf"), go: (after) => signFor(row, after) },
    isSigned(row) && row.shortage && !row.waived_by && can("duty.waive") && { id: "waive", words: t("Waive"), go: (after) => waive(row, after) },
  ].filter(Boolean);
}
