// Drawing on the ground: a point is clicked or typed, a route is clicked or listed; both are one.

const L = globalThis.L;
const config = JSON.parse(document.getElementById("patrol-map-config").textContent);
const words = config.words;
const status = document.getElementById("map-status");
const byCode = new Map(config.points.map((point) => [point.code, point]));

const lines = (area) => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

function make(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = value;
    else if (name === "click") node.addEventListener("click", value);
    else node.setAttribute(name, value);
  }
  node.append(...kids);
  return node;
}

class Ground {
  #marks = new Map();
  #shapes = L ? L.layerGroup() : null;

  constructor(node) {
    this.map = L.map(node, { attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 7, maxZoom: 19 });
    this.map.setView(config.centre, config.zoom);
    L.control.zoom({ position: "bottomright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(this.map);
    this.#shapes.addTo(this.map);
    this.#cells();
  }

  async #cells() {
    try {
      const answer = await fetch(config.cells, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const layer = L.geoJSON(await answer.json(), { interactive: false, style: { className: "cell" } }).addTo(this.map);
      layer.bringToBack();
      if (!config.points.length && layer.getLayers().length) this.map.fitBounds(layer.getBounds(), { animate: false });
    } catch {
      status.textContent = words.lost;
    }
  }

  points(points, chosen, pick) {
    for (const mark of this.#marks.values()) mark.remove();
    this.#marks.clear();
    for (const point of points) {
      const at = chosen.indexOf(point.code);
      const html = make("span", { class: at < 0 ? "spot" : "spot on", text: at < 0 ? "+" : String(at + 1) });
      const icon = L.divIcon({ className: "", iconSize: [24, 24], html });
      const mark = L.marker([point.lat, point.lng], { icon, title: point.name, alt: point.name, keyboard: false });
      if (pick) mark.on("click", () => pick(point.code));
      this.#marks.set(point.code, mark.addTo(this.map));
    }
  }

  draw(corners, walk) {
    this.#shapes.clearLayers();
    if (walk.length > 1) this.#shapes.addLayer(L.polyline(walk, { className: "walk", interactive: false }));
    if (corners.length > 1) this.#shapes.addLayer(L.polyline(corners, { className: "route", interactive: false }));
    else if (corners.length) this.#shapes.addLayer(L.circleMarker(corners[0], { radius: 4, className: "route", interactive: false }));
  }

  show(places) {
    if (places.length) this.map.fitBounds(L.latLngBounds(places).pad(0.3), { animate: false, maxZoom: 16 });
  }
}

const place = (code) => byCode.get(code) && [byCode.get(code).lat, byCode.get(code).lng];

function look(ground) {
  const codes = config.points.map((point) => point.code);
  ground.points(config.points, codes, null);
  const corners = (config.line ?? []).map(([lng, lat]) => [lat, lng]);
  ground.draw(corners, codes.map(place));
  ground.show([...corners, ...codes.map(place)]);
}

// The list stands in for the text area, which stays what is sent; without this script it is typed in.
class RouteEditor {
  constructor(ground, points, line) {
    Object.assign(this, { ground, points, line });
    this.list = make("ol", { class: "stop-list" });
    this.choice = make("select", { class: "input", "aria-label": words.choose });
    const add = make("button", { type: "button", class: "btn sm", text: words.add, click: () => this.toggle(this.choice.value) });
    const undo = make("button", { type: "button", class: "btn sm", text: words.undo, click: () => this.#corners(lines(this.line).slice(0, -1)) });
    points.before(this.list, this.choice, add);
    line.after(undo);
    points.addEventListener("input", () => this.paint());
    line.addEventListener("input", () => this.paint());
    ground?.map.on("click", (event) => this.#corners([...lines(this.line), `${event.latlng.lng.toFixed(6)}, ${event.latlng.lat.toFixed(6)}`]));
    this.paint();
    ground?.show(lines(points).map(place).filter(Boolean).concat(lines(points).length ? [] : config.points.map((point) => place(point.code))));
  }

  #corners(corners) {
    this.line.value = corners.join("\n");
    this.paint();
  }

  #set(codes, focus) {
    this.points.value = codes.join("\n");
    this.paint();
    if (focus !== undefined) this.list.children[focus]?.querySelector("button")?.focus();
  }

  toggle(code) {
    if (!code) return;
    const codes = lines(this.points);
    this.#set(codes.includes(code) ? codes.filter((known) => known !== code) : [...codes, code]);
  }

  move(from, by) {
    const codes = lines(this.points);
    const to = from + by;
    if (to < 0 || to >= codes.length) return;
    [codes[from], codes[to]] = [codes[to], codes[from]];
    this.#set(codes, to);
  }

  paint() {
    const codes = lines(this.points);
    this.list.replaceChildren(...codes.map((code, at) => {
      const name = byCode.get(code)?.name ?? code;
      const button = (word, sign, click) => make("button", { type: "button", class: "btn sm quiet", "aria-label": `${word}: ${name}`, text: sign, click });
      return make("li", {}, make("b", { text: String(at + 1) }), make("span", { text: `${name} · ${code}` }),
        button(words.up, "↑", () => this.move(at, -1)), button(words.down, "↓", () => this.move(at, 1)), button(words.remove, "✕", () => this.toggle(code)));
    }));
    const left = config.points.filter((point) => !codes.includes(point.code));
    this.choice.replaceChildren(...left.map((point) => make("option", { value: point.code, text: `${point.code} ${point.name}` })));
    this.ground?.points(config.points, codes, (code) => this.toggle(code));
    const corners = lines(this.line).map((pair) => pair.split(",").map(Number).reverse()).filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
    this.ground?.draw(corners, codes.map(place).filter(Boolean));
  }
}

function pickOne(ground, lng, lat) {
  const here = () => [Number(lat.value), Number(lng.value)];
  const mark = () => (lng.value && lat.value ? ground.draw([here()], []) : ground.draw([], []));
  ground.points(config.points, [], null);
  ground.map.on("click", (event) => {
    lng.value = event.latlng.lng.toFixed(6);
    lat.value = event.latlng.lat.toFixed(6);
    mark();
  });
  for (const field of [lng, lat]) field.addEventListener("input", mark);
  mark();
  ground.show(lng.value && lat.value ? [here()] : config.points.map((point) => [point.lat, point.lng]));
}

const ground = L ? new Ground(document.getElementById("patrol-map")) : null;
const points = document.querySelector("[data-points]");
const [lng, lat] = ["id_lng", "id_lat"].map((id) => document.getElementById(id));
if (!ground) status.textContent = words.lost;
if (points) new RouteEditor(ground, points, document.querySelector("[data-line]"));
else if (ground && config.is_shown_only) look(ground);
else if (ground && lng && lat) pickOne(ground, lng, lat);
