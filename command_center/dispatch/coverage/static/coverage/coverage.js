// The map of minutes: the same points and circles as the tables below it say in words.

const L = globalThis.L;
const data = JSON.parse(document.getElementById("coverage-data").textContent);
const box = document.getElementById("coverage-map");
const note = document.getElementById("coverage-note");
const SIGNS = { 0: "!", 1: "1", 3: "3", 5: "5" };

const map = L.map(box, { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 7, maxZoom: 18, zoomSnap: 0.5 });
L.control.zoom({ position: "bottomright", zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);

function mark(classes, text, name = "") {
  const sign = document.createElement("i");
  sign.className = classes;
  sign.textContent = text;
  const node = document.createElement("span");
  node.append(sign);
  if (name) {
    const label = document.createElement("span");
    label.className = "name";
    label.textContent = name;
    node.append(label);
  }
  return L.divIcon({ className: "cov-mark", iconSize: [16, 16], html: node });
}

function points() {
  return L.layerGroup(data.grid.features.map(({ geometry, properties }) => {
    const [lng, lat] = geometry.coordinates;
    const icon = mark(`cov cov-${properties.tier}`, SIGNS[properties.tier]);
    return L.marker([lat, lng], { icon, interactive: false, keyboard: false, alt: data.words[properties.tier] });
  }));
}

function rings() {
  return L.layerGroup(data.circles.flatMap((circle) => {
    const at = [circle.lat, circle.lng];
    const ring = L.circle(at, { radius: circle.ring_m, className: circle.is_met ? "ring" : "ring unmet", interactive: false });
    const words = circle.is_met ? data.words.met : data.words.unmet;
    const icon = mark(`cov ${circle.is_met ? "cov-3" : "cov-0"}`, circle.is_met ? String(circle.tier) : "!", circle.is_met ? "" : circle.name);
    return [ring, L.marker(at, { icon, interactive: false, keyboard: false, alt: `${circle.name} ${words}` })];
  }));
}

function home(bounds) {
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12], maxZoom: 15, animate: false });
  else map.setView([35, 105], 4);
}

// Where many points would lie on one another, only those that matter most stay readable.
const dots = points();
function thin() {
  const taken = new Set();
  const step = 14;
  const worst = (layer) => [0, 5, 3, 1].indexOf(Number(layer.options.icon.options.html.firstChild.className.slice(-1)));
  for (const layer of dots.getLayers().sort((a, b) => worst(a) - worst(b))) {
    const at = map.latLngToContainerPoint(layer.getLatLng());
    const key = `${Math.round(at.x / step)}:${Math.round(at.y / step)}`;
    const node = layer.getElement();
    node?.classList.toggle("off", taken.has(key));
    taken.add(key);
  }
}

async function lay() {
  const bounds = L.latLngBounds(data.grid.features.map(({ geometry: { coordinates: [lng, lat] } }) => [lat, lng]));
  home(bounds);
  try {
    const answer = await fetch(box.dataset.cells, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const cells = L.geoJSON(await answer.json(), { interactive: false, style: { className: "map-cell" } }).addTo(map);
    cells.bringToBack();
    home(cells.getBounds().isValid() ? cells.getBounds() : bounds);
  } catch {
    note.textContent = data.words.failed;
    note.hidden = false;
  }
  dots.addTo(map);
  rings().addTo(map);
  map.on("zoomend moveend", thin);
  thin();
}

lay();
