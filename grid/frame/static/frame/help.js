// One-key help: two deliberate touches, sent until it is received, then told who heard it.

const PATIENCE_MS = 2000; // a call does not wait longer for a position
const AGAIN_MS = 3000;
const KEPT = "anlan-help"; // which call this page waits on, for the next page of the same visit

const box = document.querySelector("[data-help]");
const part = (name) => box.querySelector(`[data-help-${name}]`);
const clock = new Intl.DateTimeFormat("zh", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const at = (moment) => clock.format(new Date(moment));
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
let place = Promise.resolve({});

function say(words, kind = "") {
  const said = part("said");
  said.textContent = words;
  said.className = `note ${kind}`;
  said.hidden = words === "";
}

// Asked for when the dialog opens, so that it is there when the call is sent.
function findPlace() {
  part("place").textContent = box.dataset.placing;
  return new Promise((found) => {
    const unknown = () => { part("place").textContent = box.dataset.unplaced; found({}); };
    if (!navigator.geolocation) return unknown();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      part("place").textContent = box.dataset.placed.replace("{n}", Math.round(coords.accuracy));
      found({ lng: coords.longitude, lat: coords.latitude });
    }, unknown, { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 });
  });
}

function open() {
  const waiting = sessionStorage.getItem(KEPT) !== null;
  part("send").hidden = part("why").hidden = waiting;
  if (!waiting) {
    say("");
    place = findPlace();
  }
  box.querySelector("dialog").showModal();
}

async function call() {
  part("send").hidden = part("why").hidden = true;
  say(box.dataset.sending);
  const body = JSON.stringify(await Promise.race([place, pause(PATIENCE_MS).then(() => ({}))]));
  const key = crypto.randomUUID?.() ?? `help-${Date.now()}-${Math.random()}`;
  while (!(await send(key, body))) await pause(AGAIN_MS);
}

// Answers whether there is no use in sending again; the key makes every repetition the same call.
async function send(key, body) {
  let answer;
  try {
    answer = await fetch(box.dataset.url, {
      method: "POST", body, headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": box.dataset.csrf },
    });
  } catch {
    say(box.dataset.unsent, "bad");
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) {
    say(box.dataset.unsent, "bad");
    return false;
  }
  await received(answer);
  return true;
}

async function received(answer) {
  const signedOut = answer.redirected || answer.status === 401 || answer.status === 403;
  const told = signedOut ? {} : await answer.json();
  if (answer.status !== 201) {
    part("send").hidden = false;
    say(signedOut ? box.dataset.signedOut : [told.message, ...(told.errors ?? []).map((e) => e.message)].join(" "), "bad");
    return;
  }
  sessionStorage.setItem(KEPT, JSON.stringify({ id: told.id, officer: box.dataset.officer }));
  show(told);
  follow();
}

function show(alert) {
  const { raised, acknowledged, resolved, waiting, heard } = box.dataset;
  const words = alert.resolved_at
    ? resolved.replace("{who}", alert.resolved_by).replace("{at}", at(alert.resolved_at))
    : alert.acknowledged_at
      ? acknowledged.replace("{who}", alert.acknowledged_by).replace("{at}", at(alert.acknowledged_at))
      : raised.replace("{at}", at(alert.last_at));
  if (part("said").textContent !== words) say(words);
  part("open").textContent = alert.acknowledged_at ? heard : waiting;
  part("send").hidden = part("why").hidden = true;
}

// Asks until the call is resolved: the officer may have no right to read the alerts themselves.
async function follow() {
  const label = part("open").dataset.word;
  while (sessionStorage.getItem(KEPT)) {
    const { id } = JSON.parse(sessionStorage.getItem(KEPT));
    const calls = await mine();
    const own = calls?.find((one) => one.id === id);
    if (own) show(own);
    if (calls && (!own || own.resolved_at)) {
      sessionStorage.removeItem(KEPT);
      part("open").textContent = label;
    } else await pause(AGAIN_MS);
  }
}

async function mine() {
  try {
    const answer = await fetch(box.dataset.url, { cache: "no-store" });
    return answer.ok && !answer.redirected ? (await answer.json()).results : null;
  } catch {
    return null;
  }
}

if (box) {
  part("open").dataset.word = part("open").textContent;
  part("open").addEventListener("click", open);
  part("send").addEventListener("click", call);
  part("close").addEventListener("click", () => box.querySelector("dialog").close());
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept && kept.officer !== box.dataset.officer) sessionStorage.removeItem(KEPT);
  else if (kept) follow();
}
