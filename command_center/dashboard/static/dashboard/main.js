// The dispatcher's page: puts the panels together and gives the keys their meaning.

import * as actions from "./actions.js";
import { ModeBanner, OrderBanner, Side } from "./banner.js";
import * as clock from "./clock.js";
import { CommandLine } from "./command.js";
import { Detail } from "./detail.js";
import { toast } from "./dialog.js";
import { byId, flag, say } from "./dom.js";
import { dropping } from "./drag.js";
import { Drawer } from "./drawer.js";
import { Force } from "./force.js";
import { showHelp } from "./help.js";
import { showHole } from "./hole.js";
import { Inset } from "./inset.js";
import { Intake } from "./intake.js";
import { Keys } from "./keys.js";
import { Link } from "./link.js";
import { List } from "./list.js";
import { SituationMap } from "./map.js";
import { Queue } from "./queue.js";
import { Sound } from "./sound.js";
import { Store } from "./store.js";
import { Strip } from "./strip.js";
import { Tabs } from "./tabs.js";
import { showUnit, statusOf } from "./unitcard.js";
import { UnitList } from "./unitlist.js";
import { can } from "./words.js";

const store = new Store();
const queue = new Queue(store);

// What panels ask of the page as a whole.
const page = {
  map: () => map,
  back: () => (store.selected ? queue.focus(store.selected) : byId("queue").focus?.()),
  intake: (from) => can("incidents.report") && intake.open(from),
  help: () => showHelp(keys),
  filter: (values) => { tabs.show("list"); return list.filter(values); },
  acknowledge: (alert) => drawer.acknowledge([alert]),
  open: (number) => { if (!tabs.isWide) tabs.show("detail"); store.select(number); },
  unit: (sign) => showUnit(store, page, sign),
  type: (line) => command.focus(line),
  refused: (text) => toast(text, { bad: true }),
  acts: (incident) => detail.acts(incident),
  sent: (signs, left) => showHole(store, signs, left),
  // The recommendation of an incident, with a unit chosen besides where one is named.
  dispatch: async (sign = null, number = queue.focused ?? store.selected) => {
    if (!number) return command.focus("D ");
    const from = document.activeElement;
    if (number !== store.selected || detail.incident?.number !== number) page.open(number);
    await detail.shown;
    return store.selected === number && force.dispatch(sign, from);
  },
  locate: ({ sign, lng, lat }) => {
    tabs.show("map");
    if (map && !(sign && map.units.show(sign)) && Number.isFinite(lng)) map.units.look({ lng, lat });
  },
  taken: (incident) => {
    store.learn(incident, { isNew: true });
    queue.arrange();
    page.open(incident.number);
    queue.focus(incident.number);
    if (force.maySend && store.forces.units.size) page.dispatch(null, incident.number);
  },
};

const force = new Force(store, page);
const detail = new Detail(store, force);
const list = new List(store);
const sound = new Sound(store);

// The queue and the intake work without a map: what fails there stays there.
function situation() {
  try {
    return new SituationMap(store, byId("map"), page.unit);
  } catch (error) {
    byId("map-note").hidden = false;
    say(byId("map-note"), String(error.message));
    return null;
  }
}

const intake = new Intake(store, page);
const drawer = new Drawer(store, intake, page);
const map = situation();
const unitList = new UnitList(store, page.unit);
const tabs = new Tabs({ map, list, unitList, drawer });
const link = new Link(store, { queue, sound });
const command = new CommandLine(store, page);
const inset = map && new Inset(store);
const strip = new Strip(store, { open: page.unit, narrow: (group, asList) => { map?.units.narrow(group); if (asList) tabs.show("list"); unitList.show(group, { quiet: !asList }); } });
for (const Part of [ModeBanner, OrderBanner, Side]) new Part(store);
dropping(page, store);

const goto = (open = byId("goto-menu").hidden) => {
  byId("goto-menu").hidden = !open;
  byId("goto").setAttribute("aria-expanded", String(open));
  if (open) byId("goto-menu").querySelector("a, button")?.focus();
  else byId("goto").focus();
};

const focusedIncident = () => (queue.focused && detail.incident?.number === queue.focused ? detail.incident : null);

// S: of the unit in focus, else of the incident in focus, else the command to say it with.
function status() {
  const unit = store.forces.units.get(strip.focused);
  if (unit) return can("units.status") && statusOf(store, unit);
  const incident = focusedIncident();
  if (!incident) return queue.focused ? false : command.focus("S ");
  if (force.status()) return true;
  const next = actions.nextOf({ ...incident, next_steps: force.steps(incident) });
  if (!next || !can("incidents.work") || force.isTaken) return false;
  return actions.step(store, incident, next);
}

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
  dispatch: () => page.dispatch(strip.focused),
  step: status,
  plan: () => force.plan.activate(),
  units: () => strip.focus(),
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
clock.everySecond(() => store.forces.tick());
clock.everySecond(() => map?.units.tick());
store.addEventListener("load", () => { if (store.selected && !store.incidents.has(store.selected)) store.select(store.selected); });
clock.start();
inset?.show();
link.start();
