// How cameras look on the map. A state is a shape first and a colour second:
// online ● · offline ✕ · unknown ○ · unknown because its parent is down □ · high lookout ◇ round it.

const BLOCKS = 16;
const BLOCK = 4096 / BLOCKS;
const TURN = 2 * Math.PI;

// The colours of the page's tokens, read once.
export function lookOf(node) {
  const style = getComputedStyle(node);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    ink: token("--text"), paper: token("--s1"), soft: token("--text-3"), edge: token("--edge"), bad: token("--p1"), warn: token("--p2"),
    land: token("--land"), cell: token("--cell"), county: token("--county"), font: style.fontFamily,
  };
}

const radiusAt = (zoom) => (zoom >= 17 ? 6 : zoom >= 15 ? 4.5 : 3);

export function drawPoints({ size, columns }, { pen, scale, ratio, passes, look, zoom }) {
  const radius = radiusAt(zoom) * ratio;
  for (let row = 0; row < size; row++) {
    const state = columns.state[row];
    if (!passes(columns.class[row], state, columns.owner[row])) continue;
    drawSign(pen, { x: columns.x[row] * scale, y: columns.y[row] * scale, state, radius, look, ratio });
    if (columns.lookout?.[row]) diamond(pen, columns.x[row] * scale, columns.y[row] * scale, radius + 4 * ratio, look, ratio);
  }
}

export function drawSign(pen, { x, y, state, radius, look, ratio }) {
  pen.lineWidth = 1.75 * ratio;
  pen.beginPath();
  if (state === "online") {
    pen.fillStyle = look.ink;
    pen.strokeStyle = look.paper;
    pen.lineWidth = ratio;
    pen.arc(x, y, radius, 0, TURN);
    pen.fill();
  } else if (state === "offline") {
    pen.strokeStyle = look.bad;
    pen.moveTo(x - radius, y - radius);
    pen.lineTo(x + radius, y + radius);
    pen.moveTo(x + radius, y - radius);
    pen.lineTo(x - radius, y + radius);
  } else if (state === "parent_down") {
    pen.strokeStyle = look.warn;
    pen.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  } else {
    pen.strokeStyle = look.soft;
    pen.arc(x, y, radius, 0, TURN);
  }
  pen.stroke();
}

function diamond(pen, x, y, radius, look, ratio) {
  pen.lineWidth = 1.5 * ratio;
  pen.strokeStyle = look.ink;
  pen.beginPath();
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
  pen.stroke();
}

// Groups of one block become one disc with their number, kept inside it so that no two overlap; its rim tells the part that is down (red) and the part nobody knows of (grey).
export function drawGroups({ size, columns }, { pen, scale, ratio, passes, look }) {
  const blocks = new Map();
  for (let row = 0; row < size; row++) {
    const state = columns.state[row], n = columns.n[row];
    if (!passes(columns.class[row], state, columns.owner[row])) continue;
    const column = Math.floor(columns.x[row] / BLOCK), line = Math.floor(columns.y[row] / BLOCK);
    const key = column * BLOCKS + line;
    const block = blocks.get(key) ?? { n: 0, down: 0, unknown: 0, x: 0, y: 0, column, line };
    block.n += n;
    block.x += n * columns.x[row];
    block.y += n * columns.y[row];
    if (state === "unknown") block.unknown += n;
    else if (state !== "online") block.down += n;
    blocks.set(key, block);
  }
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const block of blocks.values()) disc(pen, block, { scale, ratio, look });
}

function disc(pen, { n, down, unknown, x, y, column, line }, { scale, ratio, look }) {
  const radius = Math.min(14, 7 + 2.2 * Math.log10(n) * 1.2) * ratio;
  const room = radius + 1.5 * ratio; // with half of its rim
  const inside = (at, block) => Math.min((block + 1) * BLOCK * scale - room, Math.max(block * BLOCK * scale + room, at * scale));
  const cx = inside(x / n, column), cy = inside(y / n, line);
  pen.beginPath();
  pen.arc(cx, cy, radius, 0, TURN);
  pen.fillStyle = look.paper;
  pen.fill();
  pen.lineWidth = 1.25 * ratio;
  pen.strokeStyle = look.edge;
  pen.stroke();
  let from = -TURN / 4;
  for (const [part, colour] of [[down, look.bad], [unknown, look.soft]]) {
    if (!part) continue;
    pen.beginPath();
    pen.arc(cx, cy, radius, from, from + TURN * (part / n));
    pen.lineWidth = 3 * ratio;
    pen.strokeStyle = colour;
    pen.stroke();
    from += TURN * (part / n);
  }
  pen.fillStyle = look.ink;
  pen.font = `${n > 999 ? 10 : 11}px ${look.font}`.replace(/^[\d.]+/, (size) => String(size * ratio));
  pen.fillText(n > 999 ? `${(n / 1000).toFixed(n > 9_999 ? 0 : 1)}k` : String(n), cx, cy);
}
