// Who is shown: kept in the address, taken in the browser, so that no filter fetches a tile.

import { byId, el } from "../frame/dom.js";
import { page, t } from "./page.js";

const SIGNS = { online: "●", offline: "✕", unknown: "○", parent_down: "□" };

export class Filter {
  constructor(changed) {
    const asked = new URLSearchParams(location.search);
    this.off = { state: new Set(asked.getAll("no-state")), class: new Set(asked.getAll("no-class")) };
    this.owner = asked.get("owner") ?? "";
    this.changed = changed;
    byId("states").append(...page.states.map(([code, name]) => this.#box("state", code, `${SIGNS[code]} ${name}`)));
    byId("classes").append(...page.classes.map(([code, name]) => this.#box("class", code, name)));
    byId("owner").append(el("option", { value: "0", text: t("none entered") }), ...page.owners.map(([id, name]) => el("option", { value: id, text: name })));
    byId("owner").value = this.owner;
    byId("filter").addEventListener("change", (event) => this.#take(event));
    byId("filter").addEventListener("submit", (event) => event.preventDefault());
    byId("clear").addEventListener("click", () => this.#clear());
    this.passes = (kind, state, owner) => !this.off.state.has(state) && !this.off.class.has(kind) && (this.owner === "" || Number(this.owner) === owner);
  }

  #box(list, code, name) {
    return el("label", { class: "row check" }, el("input", { type: "checkbox", checked: !this.off[list].has(code), data: { list, code } }), el("span", { text: name }));
  }

  #take({ target }) {
    const { list, code } = target.dataset;
    if (list) this.off[list][target.checked ? "delete" : "add"](code);
    else if (target.id === "owner") this.owner = target.value;
    else return;
    this.#said();
  }

  #clear() {
    for (const list of Object.values(this.off)) list.clear();
    this.owner = byId("owner").value = "";
    for (const box of byId("filter").querySelectorAll("input[data-list]")) box.checked = true;
    this.#said();
  }

  #said() {
    const said = new URLSearchParams();
    for (const list of ["state", "class"]) for (const code of this.off[list]) said.append(`no-${list}`, code);
    if (this.owner !== "") said.set("owner", this.owner);
    history.replaceState(null, "", `${location.pathname}${said.size ? `?${said}` : ""}${location.hash}`);
    this.changed();
  }
}
