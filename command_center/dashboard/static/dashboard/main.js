// The dispatcher's page: puts the panels together and gives the keys their meaning.

import * as actions from "./actions.js";
import * as clock from "./clock.js";
import { CommandLine } from "./command.js";
import { Detail } from "./detail.js";
import { byId, flag, say } from "./dom.js";
import { Drawer } from "./drawer.js";
import { showHelp } from "./help.js";
import { Inset } from "./inset.js";
import { Intake } from "./intake.js";
import { Keys } from "./keys.js";
import { Link } from "./link.js";
import { List } from "./list.js";
import { SituationMap } from "./map.js";
import { Queue } from "./queue.js";
import { Sound } from "./sound.js";
import { Store } from "./store.js";
import { Tabs } from "./tabs.js";
import { can } from "./words.js";

const store = new Store();
const queue = new Queue(store);
const detail = new Detail(store);
const list = new List(store);
const sound = new Sound(store);

// What panels ask of the page as a whole.
const page = {
  map: () => map,
  back: () => (store.selected ? queue.focus(store.selected) : byId("queue").focus?.()),
  intake: (from) => can("incidents.report") && intake.open(from),
  help: () => showHelp(keys),
  filter: (values) => { tabs.show("list"); return list.filter(values); },
  acknowledge: (alert) => drawer.acknowledge([alert]),
  open: (number) => { if (!tabs.isWide) tabs.show("detail"); store.select(number); },
  taken: (incident) => {
    store.learn(incident, { isNew: true });
    queue.arrange();
    page.open(incident.number);
    queue.focus(incident.number);
  },
};

// The queue and the intake work without a map: what fails there stays there.
function situation() {
  try {
    return new SituationMap(store, byId("map"));
  } catch (error) {
    byId("map-note").hidden = false;
    say(byId("map-note"), String(error.message));
    return null;
  }
}

const intake = new Intake(store, page);
const drawer = new Drawer(store, intake);
const map = situation();
const tabs = new Tabs({ map, list, drawer });
const link = new Link(store, { queue, sound });
const command = new CommandLine(store, page);
const inset = map && new Inset(store);

const goto = (open = byId("goto-menu").hidden) => {
  byId("goto-menu").hidden = !open;
  byId("goto").setAttribute("aria-expanded", String(open));
  if (open) byId("goto-menu").querySelector("a, button")?.focus();
  else byId("goto").focus();
};

const focusedIncident = () => (queue.focused && detail.incident?.number === queue.focused ? detail.incident : null);

const keys = new Keys({
  command: () => command.focus(),
  new: () => page.intake(drawer.focused && drawer.focused.alerts[0].subject?.type !== "incident" ? { alert: drawer.focused.alerts[0] } : {}),
  down: () => queue.move(1),
  up: () => queue.move(-1),
  open: (event) => {
    if (!queue.focused || event.target.closest("button, a")) return false;
    page.open(queue.focused);
    byId("next-action")?.focus();
    return true;
  },
  acknowledge: () => (drawer.focused ? drawer.acknowledge(drawer.focused.alerts) : drawer.focus()),
  step: () => {
    const incident = focusedIncident();
    const next = incident && actions.nextOf(incident);
    if (!next || !can("incidents.work")) return false;
    actions.step(store, incident, next);
    return true;
  },
  map: () => { tabs.show("map"); map?.focus(); },
  filter: () => command.focus("F "),
  goto: () => goto(true),
  help: () => page.help(),
  back: () => {
    if (!byId("goto-menu").hidden) return goto(false);
    if (intake.isOpen) return intake.close();
    if (!tabs.isWide && document.body.dataset.tab !== "detail") tabs.show("detail");
    return page.back();
  },
});

byId("new")?.addEventListener("click", () => page.intake());
byId("help").addEventListener("click", () => page.help());
byId("goto").addEventListener("click", () => goto());
byId("map-return").addEventListener("click", () => map?.focus());
byId("list-clear").addEventListener("click", () => list.filter({}));

function gauge(at) {
  const rate = store.alarmRate(at);
  say(byId("rate"), String(rate));
  [...byId("gauge").children].forEach((bar, index) => { flag(bar, "on", index < rate && rate <= 10); flag(bar, "hi", rate > 10); });
}

clock.everySecond(gauge);
clock.everySecond((at) => link.tick(at));
clock.everySecond((at) => detail.tick(at));
store.addEventListener("load", () => { if (store.selected && !store.incidents.has(store.selected)) store.select(store.selected); });
clock.start();
inset?.show();
link.start();
