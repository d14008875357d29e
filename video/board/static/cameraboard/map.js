// The map of all cameras: tiles on canvases, a filter that fetches nothing, a card for one of them.

import { byId, el, say, swap } from "../frame/dom.js";
import { lookOf } from "./drawing.js";
import { Filter } from "./filter.js";
import { ground } from "./ground.js";
import { follow } from "./live.js";
import { get, page, stamp, t, urlOf } from "./page.js";
import { Sectors } from "./sectors.js";
import { CameraTiles } from "./tilelayer.js";

const L = globalThis.L;
const REACH_PX = 14; // of a click round a camera's sign
const CARD_ZOOM = 17;

const look = lookOf(byId("map"));
const { map, cells } = ground(byId("map"), look);
const filter = new Filter(() => { tiles.repaint(); sectors.draw(); count(); });
const tiles = new CameraTiles({ url: page.urls.tiles, passes: filter.passes, look, onload: loaded, onfail: failed }).addTo(map);
const sectors = new Sectors({ tiles, lookouts: page.lookouts, look }).addTo(map);
let chosen = null, resting = null;

function loaded() {
  byId("failed").hidden = true;
  clearTimeout(resting);
  resting = setTimeout(() => { sectors.draw(); count(); }, 120);
}

function failed() {
  say(byId("failed"), t("The cameras could not be read; what is shown may be old."));
  byId("failed").hidden = false;
}

// How many of those in view pass; said in words, because a canvas says nothing.
function count() {
  const view = map.getBounds();
  let n = 0, all = 0;
  const passes = tiles.passes;
  tiles.passes = () => true;
  for (const name of ["groups", "cameras"]) tiles.each((lat, lng, columns, row) => {
    if (!view.contains([lat, lng])) return;
    const weight = columns.n?.[row] ?? 1;
    all += weight;
    if (passes(columns.class[row], columns.state[row], columns.owner[row])) n += weight;
  }, name);
  tiles.passes = passes;
  say(byId("shown"), t("%(n)s of %(all)s cameras in view pass the filter", { n: n.toLocaleString(page.language), all: all.toLocaleString(page.language) }));
}

function nearest(latlng) {
  const at = map.latLngToContainerPoint(latlng);
  let best = null, least = REACH_PX;
  tiles.each((lat, lng, columns, row) => {
    const away = map.latLngToContainerPoint([lat, lng]).distanceTo(at);
    if (away < least) { least = away; best = { code: columns.code[row], lat, lng }; }
  });
  return best;
}

map.on("click", ({ latlng }) => {
  const found = nearest(latlng);
  if (found) open(found.code);
  else if (map.getZoom() <= 11) map.setView(latlng, map.getZoom() + 2);
  else shut();
});

async function open(code) {
  const told = await get(urlOf("card", code)).catch((error) => ({ error }));
  if (told.error) { say(byId("failed"), told.error.message); byId("failed").hidden = false; return; }
  chosen?.remove();
  if (told.lat !== null) {
    chosen = L.circleMarker([told.lat, told.lng], { radius: 11, color: look.ink, weight: 2, fill: false, interactive: false }).addTo(map);
    if (!map.getBounds().contains(chosen.getLatLng()) || map.getZoom() < 12) map.setView(chosen.getLatLng(), CARD_ZOOM);
  }
  location.hash = told.code;
  const lines = [
    ["State", `${told.state_name} ${told.since ? t("since %(time)s", { time: stamp(told.since, Date.now()) }) : ""}`],
    ["Faults", told.faults.join(", ")], ["Ticket", told.ticket], ["National id", told.gb_id], ["Class of camera", told.class_name],
    ["Agency", told.agency], ["Owner", told.owner], ["Contractor", told.contractor], ["Address", told.address], ["Grant", told.grant],
  ].filter(([, value]) => value);
  const around = `${page.urls.around}?lng=${told.lng}&lat=${told.lat}`;
  swap(byId("card"),
    el("div", { class: "row" }, el("h2", { text: told.name }), el("button", { type: "button", class: "btn quiet sm push", text: t("Close"), on: { click: shut } })),
    el("dl", { class: "kv" }, lines.map(([name, value]) => [el("dt", { text: t(name) }), el("dd", { text: value })])),
    el("div", { class: "row wrap" }, page.urls.camera && el("a", { class: "btn fill", href: urlOf(told.grant ? "granted" : "camera", told.code), text: t("Open the file") }), told.lng !== null && el("a", { class: "btn", href: around, text: t("Around here") })));
  byId("card").hidden = false;
  map.invalidateSize();
}

function shut() {
  chosen?.remove();
  chosen = null;
  byId("card").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
  map.invalidateSize();
}

for (const name of ["sectors", "rings"]) byId(name).addEventListener("change", ({ target }) => { sectors.shown[name] = target.checked; sectors.draw(); });
document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && !byId("card").hidden) shut(); });
map.on("moveend", () => { clearTimeout(resting); resting = setTimeout(count, 120); });
cells.then((layer) => {
  if (location.hash.length > 1) open(decodeURIComponent(location.hash.slice(1)));
  else if (layer?.getBounds().isValid()) map.fitBounds(layer.getBounds(), { animate: false });
});
follow({
  changed: () => tiles.refetch(),
  told(state, isStale) {
    say(byId("link-word"), { live: t("Live"), late: t("Delayed"), lost: t("Lost") }[state] ?? "");
    if (isStale) failed();
  },
});
