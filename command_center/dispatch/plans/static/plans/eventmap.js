// The posts of an event on a map; a post dragged away leads to the page that asks and orders.

const L = globalThis.L;
const node = document.getElementById("event-map");
const data = JSON.parse(document.getElementById("event-map-data").textContent);
const SIGNS = { manned: "✓", late: "!", partly: "◑", waiting: "◔", unassigned: "○" };
const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();

const map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 18, zoomAnimation: false, fadeAnimation: false });
map.setView([data.lat, data.lng], 14); // a circle in metres has no bounds before the map has a view
L.control.zoom({ zoomInTitle: node.dataset.zoomIn, zoomOutTitle: node.dataset.zoomOut }).addTo(map);
const ground = L.circle([data.lat, data.lng], { radius: data.radius_m, color: colour("--text-3"), weight: 1.5, dashArray: "6 4", fillOpacity: 0.06 }).addTo(map);
map.fitBounds(ground.getBounds(), { padding: [16, 16] });

function icon(post) {
  const sign = document.createElement("span");
  sign.className = `event-post ${post.state}`;
  sign.textContent = SIGNS[post.state];
  return L.divIcon({ className: "", iconSize: [28, 28], html: sign });
}

function ask(post, { lat, lng }) {
  const there = new URL(post.move, location.href);
  there.searchParams.set("lng", lng.toFixed(6));
  there.searchParams.set("lat", lat.toFixed(6));
  location.assign(there);
}

for (const post of data.posts) {
  const mark = L.marker([post.lat, post.lng], { icon: icon(post), draggable: Boolean(post.move), title: post.name, alt: post.name, keyboard: true });
  mark.addTo(map).bindTooltip(post.name, { permanent: true, direction: "right", offset: [14, 0] });
  mark.on("dragend", () => ask(post, mark.getLatLng()));
  mark.on("keypress", (event) => { if (post.move && event.originalEvent.key === "Enter") location.assign(post.move); });
}

async function cells() {
  const answer = await fetch(node.dataset.cells, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const lines = L.geoJSON(await answer.json(), { interactive: false, style: { color: colour("--cell"), weight: 1, fill: false } });
  lines.addTo(map).bringToBack();
}

cells();
