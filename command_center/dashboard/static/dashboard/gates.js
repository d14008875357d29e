// The checkpoints and running containments on the map; read anew when a fact tells of them.

import { get, query } from "./api.js";
import { gateSign } from "./marks.js";
import { board, t } from "./words.js";

const L = globalThis.L;
const TELLS = { checkpoints: "checkpoints.", containments: "containment." };

export const told = (kind) => Object.keys(TELLS).find((layer) => kind.startsWith(TELLS[layer]));

const levelOf = (code) => board.duty_levels[code]?.name ?? code;

function wordsOf(row) {
  const wrong = row.anomalies.map((one) => one.text);
  return [`${row.name} · ${levelOf(row.level)}`, t("%(there)s of %(needed)s there", { there: row.staffed, needed: row.required }), ...wrong].join(" · ");
}

// A gate with the letter of its level; something wrong adds an exclamation mark.
export async function checkpoints() {
  const found = await get(query("checkpoint-board/", {}), { timeout: 20000 });
  const at = (row) => {
    const words = wordsOf(row);
    const icon = L.divIcon({ className: "map-sign", iconSize: [26, 26], html: gateSign(row.level, row.anomalies.length > 0) });
    const mark = L.marker([row.lat, row.lng], { icon, title: words, alt: words, keyboard: false });
    return mark.on("click", () => location.assign(board.pages.checkpoint.replace("__", encodeURIComponent(row.code))));
  };
  return { layer: L.layerGroup(found.rows.map(at)), count: found.rows.length };
}

// Rings of what is being contained: a full line where closed, a broken one where it has gaps.
export async function containments() {
  const running = await get(query("containments/", { state: "active", limit: 20 }));
  const states = await Promise.all(running.results.map((row) => get(`/api/v1/containments/${encodeURIComponent(row.number)}/state/`)));
  const layer = L.layerGroup();
  for (const state of states) {
    const name = state.containment.number;
    for (const ring of state.rings.filter((one) => one.is_active)) {
      const words = `${name} ${ring.name} · ${ring.is_closed ? t("ring closed") : t("! %(n)s gaps", { n: ring.gaps.length })}`;
      L.polygon(ring.outline.map(([lng, lat]) => [lat, lng]), { className: ring.is_closed ? "map-ring" : "map-ring unmet" }).bindTooltip(words, { sticky: true }).addTo(layer);
    }
  }
  return { layer, count: states.length };
}
