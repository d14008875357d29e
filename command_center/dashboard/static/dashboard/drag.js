// A unit dragged onto an incident chooses it there; the card's button and D do the same without a mouse.

const TYPE = "text/x-unit";

const overOf = (node) => node.closest?.("[data-number], #detail") ?? null;

export function dropping(page, store) {
  let over = null;
  const mark = (node) => {
    over?.classList.remove("drop");
    over = node;
    over?.classList.add("drop");
  };
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes(TYPE)) return;
    const node = overOf(event.target);
    if (node) event.preventDefault();
    if (node !== over) mark(node);
  });
  document.addEventListener("dragend", () => mark(null));
  document.addEventListener("drop", (event) => {
    const sign = event.dataTransfer.getData(TYPE);
    const node = overOf(event.target);
    mark(null);
    if (!sign || !node) return;
    event.preventDefault();
    const number = node.dataset.number ?? store.selected;
    if (number) page.dispatch(sign, number);
  });
}
