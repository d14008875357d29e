// What cameras see of the ground: sectors of those in view, and the rings of the high lookouts.
// One canvas over the map, drawn when the map comes to rest.

const L = globalThis.L;
const TURN = 2 * Math.PI;
const FROM_ZOOM = 15;
const MOST = 4_000;
const ASSUMED = { radius: 50, angle: 90 }; // as the server assumes
const COMPASS = { 1: 90, 2: 270, 3: 180, 4: 0, 5: 135, 6: 45, 7: 225, 8: 315 };
const ALL_ROUND = 9;
const METRES_PER_PIXEL = 156_543.034; // at zoom 0 on the equator

export const Sectors = L.Layer.extend({
  initialize({ tiles, lookouts, look }) {
    Object.assign(this, { tiles, lookouts, look, shown: { sectors: false, rings: false } });
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-layer cam-sectors", map.getPane("overlayPane"));
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend zoomend resize", this.draw, this);
    map.on("zoomstart", this.clear, this);
    this.draw();
  },

  onRemove(map) {
    map.off("moveend zoomend resize", this.draw, this);
    map.off("zoomstart", this.clear, this);
    this.canvas.remove();
  },

  clear() {
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
  },

  draw() {
    const map = this._map, size = map.getSize(), ratio = globalThis.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(this.canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    if (this.shown.rings) this.rings(pen);
    if (this.shown.sectors && map.getZoom() >= FROM_ZOOM) this.sectors(pen);
  },

  rings(pen) {
    pen.strokeStyle = this.look.ink;
    pen.lineWidth = 1.5;
    for (const { lat, lng, radius, state } of this.lookouts) {
      const { x, y } = this._map.latLngToContainerPoint([lat, lng]);
      pen.setLineDash(state === "online" ? [] : [6, 5]); // dashed: it does not see now
      pen.beginPath();
      pen.arc(x, y, radius / metresAt(this._map, lat), 0, TURN);
      pen.stroke();
    }
    pen.setLineDash([]);
  },

  sectors(pen) {
    let left = MOST;
    this.tiles.each((lat, lng, columns, row) => {
      if (!left || columns.lookout?.[row]) return;
      const { x, y } = this._map.latLngToContainerPoint([lat, lng]);
      left -= 1;
      sector(pen, { x, y, look: this.look, works: columns.state[row] === "online", metres: metresAt(this._map, lat), ...seen(columns, row) });
    });
  },
});

export const metresAt = (map, lat) => (METRES_PER_PIXEL * Math.cos((lat * Math.PI) / 180)) / 2 ** map.getZoom();

function seen(columns, row) {
  const of = (name) => columns[name]?.[row] ?? null;
  const bearing = of("bearing") ?? COMPASS[of("direction")] ?? null;
  const angle = of("angle") ?? (of("direction") === ALL_ROUND ? 360 : ASSUMED.angle);
  return { bearing, angle, radius: of("radius") || ASSUMED.radius };
}

export function sector(pen, { x, y, look, works, metres, bearing, angle, radius }) {
  if (bearing === null && angle < 360) return;
  const middle = ((bearing ?? 0) * Math.PI) / 180 - TURN / 4, half = (angle * Math.PI) / 360;
  pen.beginPath();
  if (angle < 360) pen.moveTo(x, y);
  pen.arc(x, y, radius / metres, middle - half, middle + half);
  pen.closePath();
  pen.strokeStyle = works ? look.ink : look.bad;
  pen.lineWidth = 1;
  pen.setLineDash(works ? [] : [3, 3]);
  if (works) {
    pen.globalAlpha = 0.14; // where two look, it is darker
    pen.fillStyle = look.ink;
    pen.fill();
  }
  pen.globalAlpha = 0.6;
  pen.stroke();
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}
