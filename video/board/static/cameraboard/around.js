// The place and the cameras around it, each with the sector it sees; a click says another place.

import { byId } from "../frame/dom.js";
import { drawSign, lookOf } from "./drawing.js";
import { ground } from "./ground.js";
import { metresAt, sector } from "./sectors.js";

const L = globalThis.L;
const found = JSON.parse(byId("found").textContent);
const look = lookOf(byId("map"));
const { map, cells } = ground(byId("map"), look, { scrolls: false });

const Drawn = L.Layer.extend({
  onAdd() {
    this.canvas = L.DomUtil.create("canvas", "leaflet-layer cam-sectors", map.getPane("overlayPane"));
    map.on("moveend zoomend resize", this.draw, this);
    this.draw();
  },

  draw() {
    const size = map.getSize(), ratio = globalThis.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(this.canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    for (const row of found.cameras) {
      const { x, y } = map.latLngToContainerPoint([row.lat, row.lng]);
      sector(pen, { x, y, look, works: row.state === "online", metres: metresAt(map, row.lat), ...row.sector });
      drawSign(pen, { x, y, state: row.state, radius: 5, look, ratio: 1 });
    }
  },
});

map.on("click", ({ latlng }) => {
  byId("id_lng").value = latlng.lng.toFixed(6);
  byId("id_lat").value = latlng.lat.toFixed(6);
  byId("id_lng").form.requestSubmit();
});

if (found) {
  const place = [found.lat, found.lng];
  map.setView(place, 16);
  L.circle(place, { radius: found.radius_m, color: look.ink, weight: 1, dashArray: "4 4", fill: false, interactive: false }).addTo(map);
  L.circleMarker(place, { radius: 7, color: look.bad, weight: 3, fill: false, interactive: false }).addTo(map);
  new Drawn().addTo(map);
} else {
  cells.then((layer) => { if (layer?.getBounds().isValid()) map.fitBounds(layer.getBounds(), { animate: false }); });
}
