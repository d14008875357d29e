// The map of cases: cells shaded frame by frame, and over them points, density, hot cells, zones.

import { lookOf } from "../cameraboard/drawing.js";
import { ground } from "../cameraboard/ground.js";
import { get, page, t } from "../cameraboard/page.js";
import { byId, el, say, swap } from "../frame/dom.js";

const L = globalThis.L;
const SHADES = 4; // the lightest of the ramp is the colour of the land
const STEP_MS = 700;
const RESTING_MS = 250;

const data = JSON.parse(byId("map-data").textContent);
const look = lookOf(byId("map"));
const style = getComputedStyle(byId("map"));
const ramp = [2, 3, 4, 5].map((step) => style.getPropertyValue(`--q${step}`).trim());
const { map, cells: below } = ground(byId("map"), look);
const told = new Map(); // answers of the server by what was asked
const drawn = {}; // the layers on the map
let outlines = null, playing = null, resting = null, asked = 0;

const slider = byId("frame");
const whole = () => Number(slider.value) >= data.frames.length; // the last place of the slider: all of it
const chosen = (name) => byId("layers").querySelector(`[value="${name}"]`)?.checked ?? false;
const plain = (count) => (typeof count === "string" ? 0 : count);

function countOf(code) {
  const counts = data.cells[code] ?? [];
  if (!whole()) return counts[slider.value] ?? 0;
  const sum = counts.reduce((total, one) => total + plain(one), 0);
  return sum || counts.find((one) => typeof one === "string") || 0;
}

function span() {
  const [first, last] = whole() ? [data.frames[0][0], data.frames.at(-1)[1]] : data.frames[slider.value];
  return { first, last };
}

function when() {
  const { first, last } = span();
  if (data.step === "hour") return whole() ? t("All hours") : t("hour %(hour)s", { hour: `${String(slider.value).padStart(2, "0")}:00` });
  if (whole()) return `${t("All days")} ${first} – ${last}`;
  return first === last ? first : t("from %(first)s to %(last)s", { first, last });
}

// One scale for all frames, and one for the whole, so that a darker frame has more cases.
function most() {
  const values = Object.keys(data.cells).map((code) => (whole() ? plain(countOf(code)) : Math.max(...data.cells[code].map(plain))));
  return Math.max(1, ...values);
}

// Cases crowd in a few cells: by the square root the many others are told apart as well.
const shadeOf = (count, highest) => (count > 0 ? Math.min(SHADES - 1, Math.floor(Math.sqrt(count / highest) * SHADES)) : -1);

function drawCells() {
  const highest = most();
  outlines?.eachLayer((layer) => {
    const { code, name } = layer.feature.properties;
    const count = countOf(code), shade = chosen("cells") ? shadeOf(plain(count), highest) : -1;
    layer.setStyle({ fillColor: shade < 0 ? look.land : ramp[shade], fillOpacity: shade < 0 ? 0 : 0.85, color: look.cell, weight: 1, dashArray: null });
    layer.setTooltipContent(`${name} ${code}: ${t("%(count)s cases", { count })}`);
  });
  const steps = ramp.map((colour, at) => [colour, Math.max(1, Math.ceil((at / SHADES) ** 2 * highest))])
    .filter(([, from], at, all) => from !== all[at + 1]?.[1]);
  return chosen("cells") ? steps.map(([colour, from]) => row(colour, `≥ ${from.toLocaleString("en")}`)) : [];
}

function row(colour, words, shape = "") {
  const swatch = el("i", { class: "swatch" });
  swatch.style.background = colour;
  return el("p", {}, shape ? el("span", { text: `${shape} ` }) : swatch, el("span", { text: words }));
}

function drawPoints() {
  drawn.points?.remove();
  if (!chosen("points")) return [];
  const here = data.points.filter(([, , frame]) => whole() || frame === Number(slider.value));
  drawn.points = L.layerGroup(here.map(([lng, lat, , number]) =>
    L.circleMarker([lat, lng], { radius: 3, color: look.paper, weight: 0.5, fillColor: look.ink, fillOpacity: 0.85 }).bindTooltip(number))).addTo(map);
  return [row("", t("%(count)s cases as points", { count: here.length.toLocaleString("en") }), "●")];
}

async function layerOf(name) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries({ layer: name, ...span() })) query.set(key, value);
  const key = query.toString();
  if (!told.has(key)) told.set(key, get(`${page.urls.layer}?${key}`, { timeout: 30_000 }).catch((error) => { told.delete(key); throw error; }));
  return told.get(key);
}

const WORDS = { few_cases: "There are too few cases for this layer.", few_cells: "There are too few cells for this layer.", off: "This method is switched off here." };

const draw = {
  density(found) {
    drawn.density = L.layerGroup(found.bands.map(({ shape }, at) => L.geoJSON(shape, { interactive: false, style: { stroke: false, fillColor: ramp[at], fillOpacity: 0.8 } }))).addTo(map);
    const steps = found.bands.map(({ from }, at) => row(ramp[at], t("Begins to be shaded at %(count)s cases per km²", { count: from })));
    return [...steps, el("p", { class: "t3", text: t("smoothed over %(metres)s m", { metres: found.bandwidth_m.toLocaleString("en") }) })];
  },
  hot(found) {
    const group = [];
    outlines?.eachLayer((layer) => {
      const mark = found.cells[layer.feature.properties.code];
      if (!mark) return;
      const words = `${layer.feature.properties.name}: ${t("%(level)s %% sure, %(cases)s cases", mark).replace("%%", "%")}`;
      group.push(L.geoJSON(layer.feature, { style: { color: look.bad, weight: mark.level === 99 ? 3 : 2, dashArray: mark.level === 99 ? null : "5 3", fill: false } }).bindTooltip(words));
    });
    drawn.hot = L.layerGroup(group).addTo(map);
    return group.length ? [row("", "99 %", "━"), row("", "95 %", "┅")] : [el("p", { text: t("Nothing stands out.") })];
  },
  zones(found) {
    const group = found.zones.map(({ at: [lng, lat], radius_m: radius, cases, ends }) =>
      L.circle([lat, lng], { radius, color: look.warn, weight: 2, dashArray: "4 3", fillOpacity: 0.12 }).bindTooltip(t("Zone of %(cases)s cases, open until %(day)s", { cases, day: ends })));
    drawn.zones = L.layerGroup(group).addTo(map);
    return group.length ? [row("", t("%(count)s zones of %(metres)s m for %(days)s days", { count: group.length, metres: found.radius_m, days: found.days }), "◌")] : [el("p", { text: t("Nothing stands out.") })];
  },
};

// The layers that the server works out: only the newest question is drawn.
async function drawOver(words) {
  const mine = ++asked, names = Object.keys(draw).filter(chosen);
  for (const name of Object.keys(draw)) if (!names.includes(name)) { drawn[name]?.remove(); delete drawn[name]; }
  for (const name of names) {
    const found = await layerOf(name).catch((error) => ({ error }));
    if (mine !== asked) return;
    drawn[name]?.remove();
    byId("failed").hidden = !found.error;
    if (found.error) say(byId("failed"), t("The figures could not be read; what is shown may be old."));
    else words.push(...(WORDS[found.state] ? [el("p", { text: t(WORDS[found.state]) })] : draw[name](found)));
  }
  swap(byId("legend"), ...words);
}

function show() {
  say(byId("when"), when());
  slider.setAttribute("aria-valuetext", when());
  const words = [...drawCells(), ...drawPoints()];
  swap(byId("legend"), ...words);
  clearTimeout(resting);
  resting = setTimeout(() => drawOver(words), RESTING_MS);
  keep();
}

// What is shown stands in the address, to be sent to somebody else.
function keep() {
  const layers = [...byId("layers").querySelectorAll("input:checked")].map(({ value }) => value);
  history.replaceState(null, "", `${location.pathname}${location.search}#${slider.value}/${layers.join("+")}`);
}

function recall() {
  const [frame, layers] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (!layers) return;
  slider.value = frame;
  for (const box of byId("layers").querySelectorAll("input")) box.checked = layers.split("+").includes(box.value);
}

function play() {
  if (playing) return stop();
  if (whole()) slider.value = 0;
  say(byId("play"), `❚❚ ${t("Pause")}`);
  playing = setInterval(() => {
    slider.value = Number(slider.value) + 1;
    show();
    if (whole()) stop();
  }, STEP_MS);
  show();
}

function stop() {
  clearInterval(playing);
  playing = null;
  say(byId("play"), `▶ ${t("Play")}`);
}

byId("play").addEventListener("click", play);
slider.addEventListener("input", () => { if (playing) stop(); show(); });
byId("layers").addEventListener("change", show);

recall();
below.then((layer) => {
  if (!layer) { say(byId("failed"), t("The figures could not be read; what is shown may be old.")); byId("failed").hidden = false; return; }
  outlines = L.geoJSON(layer.toGeoJSON(), { style: { fillOpacity: 0 }, onEachFeature: (_feature, one) => one.bindTooltip("") }).addTo(map);
  const busy = L.featureGroup();
  outlines.eachLayer((one) => { if (data.cells[one.feature.properties.code]) busy.addLayer(one); });
  const wanted = new URLSearchParams(location.search).get("cell");
  const one = outlines.getLayers().find((layer) => layer.feature.properties.code === wanted);
  if (one) L.geoJSON(one.feature, { interactive: false, style: { color: look.ink, weight: 3, fill: false } }).addTo(map);
  const bounds = one ? one.getBounds().pad(1.5) : busy.getLayers().length ? busy.getBounds() : outlines.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { animate: false });
  show();
});
