// The button that takes pictures, and the words below it: how many, and what was cleared from them.

import { el, say } from "../frame/dom.js";
import { box } from "./box.js";
import { t } from "./page.js";
import { addPhoto } from "./photos.js";

const MOST = 9;

export function pictures(draft, told) {
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", multiple: true, "aria-label": t("Take a picture") });
  const label = el("label", { class: "pick shot" }, input, el("span", { text: t("Take a picture") }));
  input.addEventListener("change", async () => {
    const there = draft.id ? (await box.photosOf(draft.id)).length : 0;
    let bad = 0;
    for (const file of [...input.files].slice(0, MOST - there)) if (!(await addPhoto(draft, file))) bad += 1;
    input.value = "";
    await count(bad);
  });

  async function count(bad = 0) {
    const photos = draft.id ? await box.photosOf(draft.id) : [];
    const parts = [bad && t("! That was no picture that can be read."), photos.length && t("%(n)s pictures; place and device are cleared from them", { n: photos.length }), photos.length >= MOST && t("that is the most")];
    say(told, parts.filter(Boolean).join(" · "));
  }

  count();
  return label;
}
