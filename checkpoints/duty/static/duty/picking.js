// Picking checkpoints on the map: a click ticks the same box as the list; both say the same.
// What is ticked decides where the order goes.

const L = globalThis.L;
const config = JSON.parse(document.getElementById("duty-map-config").textContent);
const box = document.getElementById("duty-map");
const note = document.getElementById("duty-map-note");
const ticks = new Map([...document.querySelectorAll('input[name="checkpoints"]')].map((tick) => [tick.value, tick]));
const picked = document.querySelector('input[name="scope"][value="picked"]');

function mark(spot) {
  const node = document.createElement("span");
  node.className = "spot";
  const icon = L.divIcon({ className: "", iconSize: [24, 24], html: node });
  const at = L.marker([spot.lat, spot.lng], { icon, title: spot.name, alt: spot.name, keyboard: false });
  const tick = ticks.get(spot.code);
  const show = () => {
    node.classList.toggle("on", tick.checked);
    node.textContent = tick.checked ? "✓" : "+";
  };
  const choose = () => {
    if (tick.checked) picked.checked = true;
    show();
  };
  tick.addEventListener("change", choose);
  at.on("click", () => {
    tick.checked = !tick.checked;
    choose();
  });
  show();
  return at;
}

async function lay() {
  const { cells, lost, zoomIn, zoomOut } = box.dataset;
  const map = L.map(box, { attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 6, maxZoom: 18, zoomSnap: 0.25 });
  L.control.zoom({ position: "bottomright", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const spots = config.spots.filter((spot) => ticks.has(spot.code));
  const bounds = L.latLngBounds(spots.map((spot) => [spot.lat, spot.lng]));
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.06), { animate: false, maxZoom: 13 });
  else map.setView([35, 105], 4);
  for (const spot of spots) mark(spot).addTo(map);
  try {
    const answer = await fetch(cells, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    L.geoJSON(await answer.json(), { interactive: false, style: { className: "cell" } }).addTo(map).bringToBack();
  } catch {
    note.textContent = lost;
  }
}

// Ticking a line or an agency means going by it: what is ticked is never quietly left aside.
for (const [names, kind] of [["lines", "line"], ["agencies", "agency"]]) {
  const way = document.querySelector(`input[name="scope"][value="${kind}"]`);
  for (const tick of document.querySelectorAll(`input[name="${names}"]`)) tick.addEventListener("change", () => { if (tick.checked && way) way.checked = true; });
}

if (L && picked) lay();
