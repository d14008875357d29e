// The cameras as tiles on canvases: read once, drawn again whenever a filter changes.

import { read } from "./mvt.js";
import { drawGroups, drawPoints } from "./drawing.js";

const L = globalThis.L;
const EXTENT = 4096;
export const SIZE = 512; // a tile of zoom z lies on a map of zoom z + 1

export const CameraTiles = L.GridLayer.extend({
  options: { tileSize: SIZE, minZoom: 6, maxNativeZoom: 17, updateWhenZooming: false, keepBuffer: 1 },

  // `passes(class, state, owner)` decides who is shown; `onload` hears of every tile that came.
  initialize({ url, passes, look, onload, onfail }) {
    Object.assign(this, { url, passes, look, onload, onfail, kept: new Map() });
    L.GridLayer.prototype.initialize.call(this, {});
    this.on("tileunload", ({ coords }) => this.drop(coords));
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const size = this.getTileSize(), ratio = globalThis.devicePixelRatio || 1;
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    const tile = { canvas, coords, layers: {}, stop: new AbortController(), scale: (size.x * ratio) / EXTENT, ratio };
    this.kept.set(this._tileCoordsToKey(coords), tile);
    this.fetched(tile).then(() => done(null, canvas), (error) => done(error, canvas));
    return canvas;
  },

  async fetched(tile) {
    const { x, y, z } = tile.coords;
    const url = this.url.replace("/0/0/0.mvt", `/${z - 1}/${x}/${y}.mvt`);
    try {
      const answer = await fetch(url, { signal: tile.stop.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      tile.layers = read(await answer.arrayBuffer());
    } catch (error) {
      if (error.name !== "AbortError") this.onfail(error);
      throw error;
    }
    this.draw(tile);
    this.onload();
  },

  drop(coords) {
    const key = this._tileCoordsToKey(coords);
    this.kept.get(key)?.stop.abort();
    this.kept.delete(key);
  },

  draw(tile) {
    const pen = tile.canvas.getContext("2d");
    pen.clearRect(0, 0, tile.canvas.width, tile.canvas.height);
    const { groups, cameras } = tile.layers;
    const how = { pen, scale: tile.scale, ratio: tile.ratio, passes: this.passes, look: this.look };
    if (groups) drawGroups(groups, how);
    if (cameras) drawPoints(cameras, { ...how, zoom: tile.coords.z });
  },

  // A filter changed: nothing is fetched.
  repaint() {
    for (const tile of this.kept.values()) this.draw(tile);
  },

  // The cameras changed: each tile is asked for again, and answered in a word where it did not.
  async refetch() {
    await Promise.allSettled([...this.kept.values()].map((tile) => this.fetched(tile)));
  },

  // Calls `take(lat, lng, columns, row)` for every camera or group of the loaded tiles that passes.
  each(take, name = "cameras") {
    const zoom = this._tileZoom;
    for (const { coords, layers } of this.kept.values()) {
      if (!layers[name] || coords.z !== zoom) continue;
      const { columns, size } = layers[name];
      const count = 2 ** (coords.z - 1);
      for (let row = 0; row < size; row++) {
        const x = columns.x[row], y = columns.y[row];
        if (x < 0 || y < 0 || x >= EXTENT || y >= EXTENT) continue; // its own tile tells of it
        if (!this.passes(columns.class[row], columns.state[row], columns.owner[row])) continue;
        const across = (coords.x + x / EXTENT) / count, down = (coords.y + y / EXTENT) / count;
        const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180) / Math.PI;
        take(lat, across * 360 - 180, columns, row);
      }
    }
  },
});
