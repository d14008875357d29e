// Which layers of the map are shown: points, lines and areas, each with what it holds.

import { el, swap } from "./dom.js";
import { board, can } from "./words.js";

export function toggles(node, change) {
  const row = (layer) => {
    const box = el("input", { type: "checkbox", checked: layer.on, on: { change: () => change(layer.id, box.checked) } });
    return el("li", {}, el("label", {}, box, el("span", { text: layer.name }), el("span", { class: "push count", id: `layer-count-${layer.id}` })));
  };
  const mine = board.map.layers.filter((layer) => !layer.right || can(layer.right));
  const group = ([id, name]) => {
    const layers = mine.filter((layer) => layer.group === id);
    return layers.length ? [el("p", { class: "layers-name", id: `layers-${id}`, text: name }), el("ul", { "aria-labelledby": `layers-${id}` }, layers.map(row))] : [];
  };
  swap(node, board.map.layer_groups.map(group));
}
