// The live page: one clock, one state at its instant, and everything that shows it.
import { Clock } from "./clock.js";
import { $, made } from "./dom.js";
import { json } from "./files.js";
import { words } from "./figures.js";
import { makeChase } from "./chase.js";
import { makeLists } from "./lists.js";
import { makeMap } from "./map.js";
import { makeNumbers } from "./numbers.js";
import { States } from "./state.js";
import { makeStrips } from "./strips.js";
import { makeTimes, metText } from "./times.js";
import { makeTransport } from "./transport.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FAILURES = new Set(["kurs_lost", "approach_breakoff", "manual_control", "fault", "retreat", "bounce_off", "missed_contact", "collision", "abort", "scrub", "hold"]);

/** @param {any} mission */
function makePage(mission) {
  const first = Math.min(0, ...mission.events.map((/** @type {any} */ e) => e.t));
  const last = Math.max(...mission.flights.map((/** @type {any} */ f) => f.span?.[1] ?? 0), ...mission.events.map((/** @type {any} */ e) => e.t));
  const clock = new Clock(first, last), times = makeTimes(mission), states = new States(mission);
  const page = {
    mission, clock, times, states,
    zone: 0,
    /** @type {Record<string, { key: string, does: string, act: () => void }>} */
    moreKeys: {},
    current: mission.flights.find((/** @type {any} */ f) => f.span)?.name ?? "",
    /** @param {string | null} name */
    flightNamed: (name) => mission.flights.find((/** @type {any} */ f) => f.name === name) ?? null,
    flight: () => page.flightNamed(page.current) ?? { legs: [], crew: [], clocks: [], liftoff: null, span: [first, last] },
    liftoff: () => page.flight().liftoff,
    span: () => page.flight().span ?? [first, last],
    /** @param {string} name */
    isFailure: (name) => FAILURES.has(name),
    /** @param {string} path */
    picture: (path) => { const kept = /** @type {any} */ (globalThis).kazbekFiles?.[path]; return kept === undefined ? path : `data:image/jpeg;base64,${kept}`; },
    /** The instant of an event by id or name, in this flight first. @param {string} said */
    named: (said) => {
      const name = said.trim().toLowerCase().replaceAll(" ", "_"), all = mission.events;
      return (all.find((/** @type {any} */ e) => e.id === said.trim()) ?? all.find((/** @type {any} */ e) => e.name === name && e.flight === page.current) ?? all.find((/** @type {any} */ e) => e.name === name))?.t ?? null;
    },
    /** @param {number} t */
    seek: (t) => clock.seek(t),
    nextZone: () => { page.zone = (page.zone + 1) % $("zone").options.length; $("zone").value = String(page.zone); },
  };
  return page;
}

/** @param {any} page */
function zones(page) {
  const clocks = page.flight().clocks, own = -new Date().getTimezoneOffset() * 60;
  const all = [...clocks, { name: "your clock", offset_s: own }];
  $("zone").replaceChildren(...all.map((c, i) => made("option", c.name, { value: String(i) })));
  page.zone = Math.min(page.zone, all.length - 1);
  $("zone").value = String(page.zone);
  page.offset = () => all[page.zone]?.offset_s ?? 0;
}

/** @param {any} page @param {any} transport @param {any} strips */
function enter(page, transport, strips) {
  const found = page.states.flightAt(page.clock.now)?.name;
  if (found && found !== page.current) { page.current = found; zones(page); $("flight").value = found; transport.ticks(); }
  void page.states.need(page.flight(), page.clock.now).then(strips.again);
}

/** @param {any} page @param {any} state */
function clocks(page, state) {
  const liftoff = page.liftoff(), met = liftoff === null ? "" : metText(state.t - liftoff);
  const told = { met: met || page.times.text(state.t).slice(11, 19), utc: page.times.text(state.t), local: page.times.text(state.t, page.offset()).slice(11, 19) };
  for (const [id, text] of Object.entries(told)) if ($(id).textContent !== text) $(id).textContent = text;
  $("utc").setAttribute("datetime", page.times.iso(state.t));
}

async function begin() {
  const mission = await json("/api/mission");
  if (!mission.begun) { $("status").textContent = mission.fault || mission.working || "nothing is flown yet"; return; }
  const page = makePage(mission);
  document.title = `${mission.title} – kazbek watch`;
  $("title").textContent = mission.title;
  $("status").textContent = `${words(mission.outcome)}; computed by kazbek, not tracked`;
  for (const f of mission.flights) if (f.span) $("flight").append(made("option", `${f.ship}, ${words(f.name)}`, { value: f.name }));
  const strips = makeStrips(page), transport = makeTransport(page), lists = makeLists(page);
  const panels = [makeNumbers(page), strips, makeMap(page), makeChase(page), lists];
  lists.build();
  transport.names();
  transport.describe();
  zones(page);
  $("zone").addEventListener("change", () => { page.zone = Number($("zone").value); });
  $("flight").addEventListener("change", () => { const f = page.flightNamed($("flight").value); page.current = f.name; zones(page); transport.ticks(); page.seek(page.named("liftoff") ?? f.span[0]); });
  $("theme").addEventListener("click", () => { const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; root.dataset.theme = dark ? "light" : "dark"; strips.again(); });
  if (!transport.fromHash()) page.seek(Math.max(page.span()[0], (page.liftoff() ?? page.span()[0]) - 10));
  await page.states.need(page.flight(), page.clock.now);
  transport.ticks();
  addEventListener("resize", transport.ticks);
  run(page, transport, strips, panels);
}

/** @param {any} page @param {any} transport @param {any} strips @param {any[]} panels */
function run(page, transport, strips, panels) {
  let told = -Infinity, frames = 0;
  page.clock.heard.add(() => { enter(page, transport, strips); told = -Infinity; });
  page.clock.tell();
  /** @param {number} wall */
  function frame(wall) {
    page.clock.tick(wall / 1000);
    if (page.states.flightAt(page.clock.now)?.name !== page.current) enter(page, transport, strips);
    const state = page.states.at(page.clock.now);
    clocks(page, state);
    if (wall - told > (CALM ? 500 : 125)) { told = wall; for (const panel of panels) panel.show(state); transport.show(wall); }
    frames += 1;
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
  Object.assign(globalThis, { kazbek: { stateAt: (/** @type {number} */ t) => page.states.at(t), clock: page.clock, mission: page.mission, seek: transport.goTo, series: strips.series, need: (/** @type {string} */ flight) => page.states.need(page.flightNamed(flight), page.clock.now), frames: () => frames, times: page.times } });
}

begin().catch((fault) => { $("status").textContent = `the page could not be read: ${fault.message}`; });
