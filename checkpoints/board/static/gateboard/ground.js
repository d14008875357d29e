// The map of the lines: outlines of this host as one drawing, the posts on it by shape, letter, colour.

import { svg, swap } from "../frame/dom.js";

const SIZE = { width: 500, height: 596 };
const PAD = 24;
const BIG = new Set(["city", "county"]);
const HALF = 8; // of a post's sign, in units of the drawing

const rings = (geometry) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat());
const inside = (box, [lng, lat]) => lng >= box[0] && lng <= box[2] && lat >= box[1] && lat <= box[3];

function boxOf(points) {
  const lngs = points.map(([lng]) => lng), lats = points.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

// Plate carrée, stretched for the latitude: true enough for a picture that says it is schematic.
export function projection(points, { width, height } = SIZE) {
  const box = boxOf(points);
  const squeeze = Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180);
  const wide = Math.max(1e-6, (box[2] - box[0]) * squeeze), high = Math.max(1e-6, box[3] - box[1]);
  const scale = Math.min((width - 2 * PAD) / wide, (height - 2 * PAD) / high);
  const left = (width - wide * scale) / 2, top = (height - high * scale) / 2;
  return ([lng, lat]) => [left + (lng - box[0]) * squeeze * scale, top + (box[3] - lat) * scale];
}

const pathOf = (geometry, to) => rings(geometry).map((ring) => `M${ring.map((point) => to(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");

// The line a defence line draws: once round its posts, in the order one would drive it.
export function around(points) {
  if (points.length < 3) return [];
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list) => list.reduce((kept, point) => {
    while (kept.length > 1 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
    return [...kept, point];
  }, []).slice(0, -1);
  return [...half(sorted), ...half(sorted.reverse())];
}

export class Ground {
  #to = null;
  #shapes = { divisions: [], cells: [] };
  #marks = new Map();
  #drawn = "";

  constructor(node, { get, urls, onpick }) {
    Object.assign(this, { node, get, urls, onpick });
    node.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    this.base = svg("g", { "aria-hidden": "true" });
    this.lines = svg("g", { "aria-hidden": "true" });
    this.posts = svg("g", {});
    node.append(this.base, this.lines, this.posts);
  }

  // Answers whether there is any ground; the posts are shown with or without.
  async lay() {
    const read = (name) => this.get(this.urls[name], { timeout: 20_000 }).then((found) => { this.#shapes[name] = found.features; }).catch(() => {});
    await Promise.all([read("divisions"), read("cells")]);
    return this.#shapes.divisions.length + this.#shapes.cells.length > 0;
  }

  // The ground has come after the posts: everything is placed again.
  redraw() {
    this.#drawn = "";
  }

  #frame(rows) {
    const own = rows.map((row) => [row.lng, row.lat]);
    const box = boxOf([...own, ...this.#shapes.cells.flatMap((cell) => rings(cell.geometry)[0])]);
    const counties = this.#shapes.divisions.filter((shape) => shape.properties.level === "county" && own.some((point) => inside(boxOf(rings(shape.geometry)[0]), point)));
    const points = [[box[0], box[1]], [box[2], box[3]], ...counties.flatMap((shape) => rings(shape.geometry).flat())];
    this.#to = projection(points);
    const near = this.#shapes.divisions.filter((shape) => shape.properties.level !== "city");
    const path = (shape, cls) => svg("path", { class: cls, d: pathOf(shape.geometry, this.#to) });
    swap(this.base,
      near.filter((shape) => BIG.has(shape.properties.level)).map((shape) => path(shape, "ground-land")),
      this.#shapes.cells.map((cell) => path(cell, "ground-cell")),
      near.map((shape) => path(shape, BIG.has(shape.properties.level) ? "ground-county" : "ground-town")),
      counties.map((shape) => this.#name(shape)));
  }

  #name(shape) {
    const box = boxOf(rings(shape.geometry).flat());
    const [x, y] = this.#to([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
    return svg("text", { class: "lbl", x: x.toFixed(1), y: y.toFixed(1), text: shape.properties.name });
  }

  // `sign` answers {cls, letter, words} of a row; drawn anew only when something about it changed.
  show(rows, { sign, selected }) {
    if (!rows.length) return;
    const where = rows.map((row) => `${row.code}${row.lng}${row.lat}`).join();
    if (where !== this.#drawn) {
      this.#drawn = where;
      this.#frame(rows);
      this.#line(rows);
      this.#place(rows);
    }
    for (const row of rows) this.#mark(this.#marks.get(row.code), sign(row), row.code === selected);
  }

  #line(rows) {
    const of = Map.groupBy ? Map.groupBy(rows, (row) => row.line) : new Map();
    swap(this.lines, [...of.values()].map((own) => {
      const points = around(own.map((row) => this.#to([row.lng, row.lat])));
      return points.length ? svg("path", { class: "ring3", d: `M${points.map((point) => point.map((n) => n.toFixed(1)).join(" ")).join("L")}Z` }) : null;
    }));
  }

  // Names go where they cover neither a sign nor another name; a crowd's names are left to the table.
  #place(rows) {
    this.#marks.clear();
    const at = rows.map((row) => ({ row, xy: this.#to([row.lng, row.lat]) }));
    const taken = at.map(({ xy: [x, y] }) => [x - HALF - 1, y - HALF - 1, x + HALF + 1, y + HALF + 1]);
    swap(this.posts, at.map(({ row, xy: [x, y] }) => {
      const wide = [...row.short_name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 12 : 7), 0);
      const ways = [[13, 4, "start"], [-13, 4, "end"], [0, 23, "middle"], [0, -14, "middle"]];
      const boxes = ways.map(([dx, dy, anchor]) => {
        const left = x + dx - { start: 0, end: wide, middle: wide / 2 }[anchor];
        return [left, y + dy - 11, left + wide, y + dy + 3];
      });
      const free = boxes.findIndex((box) => box[0] > 2 && box[2] < SIZE.width - 2 && taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]));
      if (free >= 0) taken.push(boxes[free]);
      const [dx, dy, anchor] = ways[Math.max(0, free)];
      const mark = svg("g", { class: "cp", transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, on: { click: () => this.onpick?.(row.code) } },
        svg("title", {}), svg("circle", { class: "halo", r: 16 }), svg("rect", { x: -HALF, y: -HALF, width: 2 * HALF, height: 2 * HALF, rx: 2 }), svg("text", { y: 4.5 }),
        free >= 0 && svg("text", { class: `call ${anchor}`, x: dx, y: dy, text: row.short_name }));
      this.#marks.set(row.code, mark);
      return mark;
    }));
  }

  #mark(mark, { cls, letter, words }, isSelected) {
    const key = `cp ${cls}${isSelected ? " on" : ""}`;
    if (mark.getAttribute("class") !== key) mark.setAttribute("class", key);
    const [title, , , text] = mark.children;
    if (title.textContent !== words) title.textContent = words;
    if (text.textContent !== letter) text.textContent = letter;
  }
}
