// Which view is in front: tabs on a small seat, map or list on a wide one.

import { byId } from "./dom.js";

const wide = matchMedia("(width >= 1600px)");

export class Tabs {
  constructor({ map, list, unitList, drawer }) {
    Object.assign(this, { map, list, unitList, drawer });
    this.tabs = [...document.querySelectorAll("[role=tab]")];
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.show(tab.dataset.tab));
      tab.addEventListener("keydown", (event) => this.#key(event));
    }
    byId("show-map").addEventListener("click", () => this.show("map"));
    byId("show-list").addEventListener("click", () => this.show("list"));
    wide.addEventListener("change", () => this.show("detail"));
    this.show("detail");
  }

  get isWide() {
    return wide.matches;
  }

  show(name) {
    document.body.dataset.tab = name;
    for (const tab of this.tabs) {
      const on = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    const listed = name === "list";
    byId("list").hidden = !listed;
    for (const [id, on] of [["show-map", !listed], ["show-list", listed]]) {
      byId(id).classList.toggle("on", on);
      byId(id).setAttribute("aria-pressed", String(on));
    }
    if (!this.isWide) this.drawer.expand(name === "alerts");
    if (listed) { this.list.show(); this.unitList.draw(true); }
    if (name === "map" || this.isWide) this.map?.resized();
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = this.tabs[(this.tabs.indexOf(event.currentTarget) + step + this.tabs.length) % this.tabs.length];
    this.show(next.dataset.tab);
    next.focus();
  }
}
