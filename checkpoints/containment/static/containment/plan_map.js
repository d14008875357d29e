// The rings and posts of a plan on a map; the tables below say the same.

import { ConsoleMap } from "./console_map.js";

const box = document.getElementById("plan-map");
const data = JSON.parse(document.getElementById("plan-map-data").textContent);
if (box && globalThis.L) {
  const map = new ConsoleMap(box, data.words);
  map.ground(box.dataset.cells);
  map.draw(data);
}
