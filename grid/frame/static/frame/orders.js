// Orders to sign for: shown on top of whatever is open, and not to be dismissed but by signing.

const box = document.querySelector("[data-orders]");
const dialog = box?.querySelector("dialog");
const part = (name) => box.querySelector(`[data-orders-${name}]`);
const clock = new Intl.DateTimeFormat("zh", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
const at = (moment) => clock.format(new Date(moment));
const AGAIN_MS = 3000;
let waiting = [];
let busy = false;

const isUnread = ({ receipt }) => receipt.state !== "issued";

function complain(words) {
  part("said").textContent = words;
  part("said").hidden = words === "";
}

function addition({ text, at: moment, by }) {
  const note = document.createElement("div");
  note.className = "note";
  for (const [words, style] of [[text, "prose"], [`${box.dataset.added.replace("{at}", at(moment))} · ${by}`, "t2 s12"]]) {
    const line = document.createElement("p");
    line.className = style;
    line.textContent = words;
    note.append(line);
  }
  return note;
}

function when({ order, receipt }) {
  const { by, due, from, late } = box.dataset;
  return [
    from.replace("{agency}", order.agency.name).replace("{who}", order.issued_by),
    by.replace("{at}", at(order.sign_by)),
    order.needs_result ? due.replace("{at}", at(order.due_at)) : "",
    receipt.is_late ? `! ${late}` : "",
  ].filter(Boolean).join(" · ");
}

// What is on the screen already is not drawn anew: the focus and the reader stay where they are.
function show() {
  const [next] = waiting;
  if (!next) return dialog.open && dialog.close();
  const drawn = `${next.receipt.id}:${next.receipt.version}:${next.order.version}:${waiting.length}`;
  if (dialog.open && dialog.dataset.drawn === drawn) return;
  dialog.dataset.drawn = drawn;
  const { order, receipt } = next;
  part("level").className = `prio p${order.level}`;
  part("level").textContent = box.dataset.levels.split("|")[order.level - 1];
  part("number").textContent = order.number;
  part("to").textContent = box.dataset.to.replace("{name}", receipt.name);
  part("title").textContent = order.title;
  part("text").textContent = order.text;
  part("added").replaceChildren(...order.additions.map(addition));
  part("when").textContent = when(next);
  part("sign").textContent = isUnread(next) ? box.dataset.read : box.dataset.sign;
  part("more").textContent = waiting.length > 1 ? box.dataset.more.replace("{n}", waiting.length - 1) : "";
  complain("");
  if (!dialog.open) {
    dialog.showModal();
    part("sign").focus();
  }
}

async function look() {
  if (busy) return;
  try {
    const answer = await fetch(box.dataset.url, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const found = await answer.json();
    if (busy) return;
    waiting = found;
    show();
  } catch {
    // No network: what is shown stays shown, and the next look finds the rest.
  }
}

async function send(next, key) {
  const step = isUnread(next) ? "read" : "sign";
  const said = { receiver: next.receipt.receiver, ...(step === "sign" ? { channel: "screen" } : {}) };
  try {
    const answer = await fetch(`${box.dataset.base}${next.order.number}/${step}/`, {
      method: "POST",
      body: JSON.stringify(said),
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": box.dataset.csrf },
    });
    if (answer.status < 500 && answer.status !== 429) return answer;
  } catch {
    // the same as an answer that is none
  }
  complain(box.dataset.unsent);
  return null;
}

// Sent until it is received; the key makes every repetition the same signature.
async function sign() {
  const [next] = waiting;
  if (busy || !next) return;
  busy = part("sign").disabled = true;
  const key = crypto.randomUUID?.() ?? `sign-${next.receipt.id}-${Date.now()}`;
  let answer = await send(next, key);
  while (!answer) {
    await new Promise((done) => { setTimeout(done, AGAIN_MS); });
    answer = await send(next, key);
  }
  busy = part("sign").disabled = false;
  dialog.dataset.drawn = "";
  await look();
  if (!answer.ok && answer.status !== 409) complain((await answer.json()).message);
  else document.dispatchEvent(new CustomEvent("anlan:order-signed", { detail: next.order.number }));
}

if (box) {
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => waiting.length && dialog.showModal()); // a second Escape closes past `cancel`
  part("sign").addEventListener("click", sign);
  part("help")?.addEventListener("click", () => document.querySelector("[data-help-open]")?.click());
  document.addEventListener("anlan:orders", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, Number(box.dataset.every) * 1000);
  look();
}
