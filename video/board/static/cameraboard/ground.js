// The ground of this host under the cameras: cells and county lines on one canvas, no tile from anywhere.

import { get, page, t } from "./page.js";

const L = globalThis.L;

export function ground(node, look, { scrolls = true } = {}) {
  const map = L.map(node, {
    zoomControl: false, attributionControl: false, minZoom: 7, maxZoom: 18, zoomAnimation: false, fadeAnimation: false,
    preferCanvas: true, renderer: L.canvas({ padding: 0.3 }), scrollWheelZoom: scrolls,
  });
  map.setView([page.centre[0], page.centre[1]], 10);
  L.control.zoom({ position: "bottomright", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(map);
  map.createPane("ground").style.zIndex = 150; // below the tiles
  const renderer = L.canvas({ pane: "ground", padding: 0.3 });
  const lay = async (url, style, filter) => {
    const found = url && (await get(url, { timeout: 20_000 }).catch(() => null));
    return found ? L.geoJSON(found, { interactive: false, renderer, pane: "ground", filter, style: { ...style, renderer, pane: "ground" } }).addTo(map) : null;
  };
  const cells = lay(page.urls.cells, { color: look.cell, weight: 1, fillColor: look.land, fillOpacity: 1 }, () => true);
  cells.then(() => lay(page.urls.divisions, { color: look.county, weight: 1.25, dashArray: "7 3 1.5 3", fill: false }, ({ properties }) => properties.level === "county"));
  return { map, cells };
}
