// A short order from the command line: to whom, what, signed for by when.

import { post } from "./api.js";
import { now } from "./clock.js";
import { ask, toast } from "./dialog.js";
import { t } from "./words.js";

const inMinutes = (text) => new Date(now() + (Number(text) || 10) * 60_000).toISOString();

export function issue(store, { units, agencies, text }) {
  return ask({
    title: t("Order to %(who)s", { who: [...units, ...agencies].join(", ") }),
    fields: [
      { name: "title", label: t("Title"), required: true, maxlength: 120, value: text.slice(0, 120) },
      { name: "text", label: t("Text"), type: "textarea", required: true, maxlength: 4000, value: text },
      { name: "sign_by", label: t("To be signed for within, minutes"), required: true, inputmode: "numeric", value: "10" },
    ],
    confirm: t("Issue"),
    send: async (values) => {
      const made = await post("orders/", { title: values.title, text: values.text, sign_by: inMinutes(values.sign_by), units, agencies });
      toast(t("Order %(number)s is issued", { number: made.number }));
      store.forces.refreshSoon();
    },
  });
}
