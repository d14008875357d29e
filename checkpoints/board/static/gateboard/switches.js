// What the rows of a switch mean: where each stands, whose turn it is, and what may be expected.
// Pure: moments are milliseconds, everything else is the server's answer as it came.

export const SECTIONS = ["act", "switching", "ready"];
const MANY = 24; // more posts than this are parted by line as well

const ms = (at) => (at ? Date.parse(at) : null);
const whole = (from, to) => Math.floor((to - from) / 1000);

export const isOver = (row) => row.stage === "cancelled";
export const isSigned = (row) => Boolean(row.signed_at);
export const hasReported = (row) => [row.people, row.equipment, row.vehicles].some((one) => one.present !== null);
export const isReady = (row) => row.stage === "ready";
export const isShort = (row) => !isReady(row) && row.is_short;

// Whole seconds that count: 30:00.9 is 30:00 and on time, 30:01 is late.
export function isSignLate(row, at) {
  return !isOver(row) && whole(ms(row.issued_at), ms(row.signed_at) ?? ms(row.ready_at) ?? at) > row.sign_limit_s;
}

export function isLate(row, at) {
  return !isOver(row) && whole(ms(row.issued_at), ms(row.ready_at) ?? at) > row.ready_limit_s;
}

export function sectionOf(row, at) {
  if (isReady(row)) return "ready";
  const waits = !isSigned(row) && isSignLate(row, at);
  return waits || isLate(row, at) || isShort(row) ? "act" : "switching";
}

// One sign for table, map and legend: silent !, short, switching …, ready ✓.
export function signOf(row, at) {
  if (isReady(row)) return "ready";
  if (isLate(row, at) || (!isSigned(row) && isSignLate(row, at))) return "late";
  return isShort(row) ? "short" : "going";
}

// Seconds by which the row is over what it owes next; null: not over.
export function overBy(row, at) {
  if (isReady(row) || isOver(row)) return null;
  const limit = isSigned(row) ? row.ready_limit_s : row.sign_limit_s;
  const over = whole(ms(row.issued_at), at) - limit;
  return over > 0 ? over : null;
}

// Groups in the order they are read: what needs a hand first, inside it by line.
export function groups(rows, at, lines) {
  const byLine = rows.length > MANY;
  const rank = new Map(lines.map((line, index) => [line, index]));
  const found = new Map();
  for (const section of SECTIONS) {
    const own = rows.filter((row) => sectionOf(row, at) === section);
    own.sort((a, b) => (overBy(b, at) ?? -1) - (overBy(a, at) ?? -1) || rank.get(a.line) - rank.get(b.line) || (a.code < b.code ? -1 : 1));
    if (byLine) own.sort((a, b) => rank.get(a.line) - rank.get(b.line));
    for (const row of own) {
      const key = byLine ? `${section}:${row.line}` : section;
      if (!found.has(key)) found.set(key, { key, section, line: byLine ? row.line : null, rows: [] });
      found.get(key).rows.push(row);
    }
  }
  return [...found.values()];
}

// By when how many will be ready if every post keeps the time it named; nothing is guessed for
// those that named none, or whose time is past.
export function forecast(rows, at) {
  const due = rows.filter((row) => !isOver(row));
  const open = due.filter((row) => !isReady(row));
  const named = open.filter((row) => ms(row.eta) > at);
  if (!named.length) return null;
  const last = Math.max(...named.map((row) => ms(row.eta)));
  const limit = Math.max(...due.map((row) => ms(row.issued_at) + row.ready_limit_s * 1000));
  return {
    at: last,
    ready: due.length - open.length + named.length,
    all: due.length,
    sparesS: Math.round((limit - last) / 1000),
    silent: open.filter((row) => !named.includes(row)),
  };
}

// Where a moment lies on the lane, in percent of `spanS` seconds since the order.
export function place(row, moment, spanS) {
  const seconds = (moment - ms(row.issued_at)) / 1000;
  return Math.min(100, Math.max(0, (seconds / spanS) * 100));
}

// The lane ends at the limit, and grows by five minutes while somebody is over it.
export function spanOf(order, rows, at) {
  const open = rows.some((row) => !isReady(row) && !isOver(row));
  const ends = rows.map((row) => ms(row.ready_at)).filter(Boolean);
  const last = open && order.is_running ? at : Math.max(0, ...ends);
  const elapsed = (last - ms(order.issued_at)) / 1000;
  if (elapsed <= order.ready_limit_s) return order.ready_limit_s;
  return Math.min(4 * order.ready_limit_s, Math.ceil(elapsed / 300) * 300);
}
