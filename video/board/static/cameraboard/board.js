// The board stays level with the log, and is worked with the keyboard. Without it the page works too.

import { byId, say } from "../frame/dom.js";
import { follow } from "./live.js";
import { t } from "./page.js";

const picks = () => [...document.querySelectorAll('input[name="row"]')];
const chosen = () => picks().filter((box) => box.checked);
const isTyping = ({ target }) => target.matches("input:not([type=checkbox]), select, textarea");

// The same page again; only what the server drew is put in place of what it drew before.
async function again() {
  if (chosen().length || document.querySelector(".acts[open]") || byId("filters").contains(document.activeElement)) return;
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } }).catch(() => null);
  byId("stale").hidden = Boolean(answer?.ok);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["board", "as-of"]) {
    const node = fresh.getElementById(id), old = byId(id);
    if (!node || !old) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceWith(document.adoptNode(node));
    if (focused) document.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
  count();
}

function count() {
  const node = byId("chosen");
  if (!node) return;
  const n = chosen().length;
  if (n) say(node, t("%(n)s chosen", { n }));
  byId("none").hidden = !n;
  const every = byId("every");
  every.checked = n > 0 && n === picks().length;
  every.indeterminate = n > 0 && n < picks().length;
}

function drop() {
  for (const box of picks()) box.checked = false;
  count();
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "every") for (const box of picks()) box.checked = target.checked;
  count();
});
document.addEventListener("click", ({ target }) => { if (target.closest("#none")) drop(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (chosen().length) drop();
    else byId("close")?.click();
  } else if (event.key.toLowerCase() === "f" && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("id_q").focus();
  }
});

follow({
  changed: again,
  told(state, isStale) {
    say(byId("link-word"), { live: t("Live"), late: t("Delayed"), lost: t("Lost") }[state] ?? "");
    byId("stale").hidden = !isStale;
  },
});
count();
