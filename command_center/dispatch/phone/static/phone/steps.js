// What is done and what waits on this phone, put together: of a task, of the points of a round.
// Nothing here touches the page, so that it is tested without one.

export const ORDER = ["issued", "delivered", "signed", "departed", "on_scene", "handled", "fed_back"];
export const NEXT = { issued: "signed", delivered: "signed", signed: "departed", departed: "on_scene", on_scene: "handled", handled: "fed_back" };
const OVER = ["fed_back", "returned", "recalled", "preempted", "reassigned"];

export const stepPath = (id) => `/api/v1/my-assignments/${id}/steps/`;
export const isOver = (stage) => OVER.includes(stage);
export const isUnsigned = (stage) => stage === "issued" || stage === "delivered";

// The stage with what still waits on this phone added.
export function stageOf(assignment, waiting) {
  const steps = waiting.filter((entry) => entry.path === stepPath(assignment.id)).map((entry) => entry.body.to);
  return steps.at(-1) ?? assignment.stage;
}

// Tasks this phone knew and the server no longer lists.
export function vanished(before, fresh) {
  const listed = new Set(fresh.map((row) => row.id));
  return before.map((row) => row.id).filter((id) => !listed.has(id));
}

// The points of a round with the visits and skips that wait here: a visit that waits is for
// the first point of that number still to be visited, as the server will count it.
export function pointsNow(round, waiting) {
  const points = round.points.map((point) => ({ ...point, isHere: false }));
  for (const entry of waiting) {
    const act = entry.path.match(`/rounds/${round.id}/(visits|skip)/$`)?.[1];
    const { stop, point: number } = entry.body;
    const open = act && points.find((point) => (stop ? point.stop === stop : point.point === number) && point.state === "pending");
    if (open) Object.assign(open, { state: act === "skip" ? "skipped" : "visited", isHere: true });
  }
  return points;
}

// Orders to sign for, and orders with an addition not read; without those whose answer waits here.
export function unsignedOrders(rows, waiting) {
  const sent = new Set(waiting.map((entry) => entry.path));
  const path = (row, act) => `/api/v1/orders/${encodeURIComponent(row.order.number)}/${act}/`;
  return rows.filter((row) => {
    const { receipt, order } = row;
    if (receipt.state === "issued") return !sent.has(path(row, "sign"));
    const unread = receipt.state === "signed" && receipt.seen_supplements < (order.additions ?? []).length;
    return unread && !sent.has(path(row, "read"));
  });
}
