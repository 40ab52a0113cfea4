// The live page: one clock, one state at its instant, and everything that shows it.
import { Clock } from "./clock.js";
import { $, made } from "./dom.js";
import { json } from "./files.js";
import { words } from "./figures.js";
import { makeChase } from "./chase.js";
import { follow, stateText } from "./live.js";
import { makeLists } from "./lists.js";
import { makeMap } from "./map.js";
import { makeRundown } from "./rundown.js";
import { makeVoices } from "./voices.js";
import { makeNumbers } from "./numbers.js";
import { geodetic, placeITRF } from "./math.js";
import { States } from "./state.js";
import { makeStrips } from "./strips.js";
import { makeTimes, metText } from "./times.js";
import { makeTransport } from "./transport.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FAINT_W_m2 = 3e5; // a fall whose peak of heat is below this glows less; by eye
const FAILURES = new Set(["kurs_lost", "approach_breakoff", "manual_control", "fault", "retreat", "bounce_off", "missed_contact", "collision", "abort", "scrub", "hold"]);

/** @param {any} mission */
function makePage(mission) {
  const first = Math.min(0, ...mission.events.map((/** @type {any} */ e) => e.t), ...mission.flights.map((/** @type {any} */ f) => f.span?.[0] ?? 0));
  const last = lastOf(mission), clock = new Clock(first, last), times = makeTimes(mission), states = new States(mission);
  const page = {
    mission, clock, times, states,
    zone: 0,
    /** @type {Record<string, { key: string, does: string, act: () => void }>} */
    moreKeys: {},
    /** @type {any} */
    scene: null,
    shownCamera: "",
    markCamera: () => {},
    offset: () => 0,
    current: mission.flights.find((/** @type {any} */ f) => f.span)?.name ?? "",
    /** @param {string | null} name */
    flightNamed: (name) => page.mission.flights.find((/** @type {any} */ f) => f.name === name) ?? null,
    flight: () => page.flightNamed(page.current) ?? { legs: [], crew: [], clocks: [], liftoff: null, span: [first, last] },
    liftoff: () => page.flight().liftoff,
    span: () => page.flight().span ?? [first, last],
    /** @param {string} name */
    isFailure: (name) => FAILURES.has(name),
    /** @param {string} flight */
    bodies: (flight) => json(`/api/bodies/${flight}`),
    /** Geodetic up of a place. @param {number[]} r ITRF @returns {number[]} */
    upAt: (r) => { const [latitude, longitude] = geodetic(r), c = Math.cos(latitude); return [c * Math.cos(longitude), c * Math.sin(longitude), Math.sin(latitude)]; },
    /** Pad or zone of the flight that is on: terrain there. @param {any} state */
    groundHeight: (state) => (state.height_m < 1e5 ? (page.flightNamed(state.flight)?.places?.[0]?.height_m ?? 0) : 0),
    /** @param {any} state */
    anchor: (state) => { const at = page.flightNamed(state.flight)?.places?.[0]; return at ? placeITRF((at.latitude_deg * Math.PI) / 180, (at.longitude_deg * Math.PI) / 180, at.height_m) : null; },
    /** Whether the main engine burns, from the burns' ignitions and durations. @param {string} flight @param {number} t */
    burning: (flight, t) => (page.mission.events.some((/** @type {any} */ e) => e.flight === flight && /^(burn_\d+|deorbit_burn_end)$/.test(e.name) && e.values.duration_s && (e.name === "deorbit_burn_end" ? t <= e.t && t >= e.t - e.values.duration_s : t >= e.t && t <= e.t + e.values.duration_s)) ? 1 : 0),
    /** @param {string} flight */
    peakHeat: (flight) => Math.max(FAINT_W_m2, page.mission.events.find((/** @type {any} */ e) => e.flight === flight && e.values.peak_heat_flux_W_m2)?.values.peak_heat_flux_W_m2 ?? 1e6),
    /** @param {string} path */
    picture: (path) => { const kept = /** @type {any} */ (globalThis).kazbekFiles?.[path]; return kept === undefined ? path : `data:image/jpeg;base64,${kept}`; },
    /** The instant of an event by id or name, in this flight first. @param {string} said */
    named: (said) => {
      const typed = said.trim().toLowerCase(), name = typed.replaceAll(" ", "_"), all = page.mission.events;
      const called = all.filter((/** @type {any} */ e) => e.name === name || words(e.name) === typed);
      return (all.find((/** @type {any} */ e) => e.id === said.trim()) ?? called.find((/** @type {any} */ e) => e.flight === page.current) ?? called[0])?.t ?? null;
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

/** Wait until something is flown, then open the page; what comes later is taken up where it is. */
async function begin() {
  if (pictured) loadScene().catch(() => {});  // what is wrong with it is said where it is needed
  let mission = await json("/api/mission"), page = /** @type {any} */ (null), busy = false;
  $("status").textContent = stateText(mission, "");
  if (mission.begun) page = await open(mission);
  if (mission.complete) { $("status").dataset.done = "yes"; return; }
  follow(async (state) => {
    $("status").textContent = stateText(state, page ? words(page.mission.outcome) : "");
    if (busy || state.revision === mission.revision || !state.begun) return;
    busy = true;
    mission = await json("/api/mission");
    if (!page) page = await open(mission);
    else renew(page, mission);
    $("status").textContent = stateText(mission, words(page.mission.outcome));
    if (mission.complete && !mission.fault) $("status").dataset.done = "yes";
    busy = false;
  });
}

/** More has been flown: the clock stays where it is. @param {any} page @param {any} mission */
function renew(page, mission) {
  const shift = (Number(BigInt(page.mission.origin_tai_ns) - BigInt(mission.origin_tai_ns))) / 1e9;
  if (shift) { location.hash = `#t=${page.times.iso(page.clock.now)}`; location.reload(); return; }
  page.mission = page.states.mission = mission;
  page.clock.last = lastOf(mission);
  page.rebuild();
}

/** @param {any} mission */
const lastOf = (mission) => Math.max(...mission.flights.map((/** @type {any} */ f) => f.span?.[1] ?? 0), ...mission.events.map((/** @type {any} */ e) => e.t));

/** @param {any} mission */
async function open(mission) {
  const page = /** @type {any} */ (makePage(mission));
  document.title = `${mission.title} – kazbek watch`;
  $("title").textContent = mission.title;
  $("status").textContent = stateText(mission, words(mission.outcome));
  const strips = makeStrips(page), transport = makeTransport(page), lists = makeLists(page), voices = makeVoices(page), rundown = makeRundown(page);
  const panels = [makeNumbers(page), strips, makeMap(page), makeChase(page), lists, voices, rundown];
  page.rebuild = () => {
    $("flight").replaceChildren(...page.mission.flights.filter((/** @type {any} */ f) => f.span).map((/** @type {any} */ f) => made("option", `${f.ship}, ${words(f.name)}`, { value: f.name })));
    $("flight").value = page.current;
    for (const panel of [lists, voices, rundown]) panel.build();
    transport.names();
    transport.ticks();
    page.clock.tell();
  };
  page.rebuild();
  transport.describe();
  zones(page);
  $("zone").addEventListener("change", () => { page.zone = Number($("zone").value); });
  $("flight").addEventListener("change", () => { const f = page.flightNamed($("flight").value); page.current = f.name; zones(page); transport.ticks(); page.seek(page.named("liftoff") ?? f.span[0]); });
  $("theme").addEventListener("click", () => { const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; root.dataset.theme = dark ? "light" : "dark"; strips.again(); });
  if (!transport.fromHash()) page.seek(Math.max(page.span()[0], (page.liftoff() ?? page.span()[0]) - 10));
  await page.states.first(page.flight(), page.clock.now);
  transport.ticks();
  addEventListener("resize", transport.ticks);
  run(page, transport, strips, panels);
  await picture(page, transport);
  return page;
}

/** The scene's modules; asked for early, since they are most of what the page is. */
const loadScene = async () => await import("./scene/scene.js");
const pictured = new URLSearchParams(location.search).get("view") !== "none";

/** The picture comes last and is not needed: without WebGL the rest stands. @param {any} page @param {any} transport */
async function picture(page, transport) {
  if (!pictured) return;
  try {
    const { makeScene } = await loadScene();
    page.scene = await makeScene(page, $("scene"));
  } catch (fault) { $("status").textContent += "; no WebGL: the numbers stand alone"; console.info(fault); return; }
  cameras(page);
  transport.describe();
  /** @type {any} */ (globalThis).kazbek.scene = page.scene;
}

/** @param {any} page */
function cameras(page) {
  const { director } = page.scene, buttons = ["director", ...director.names].map((name) => made("button", name, { type: "button" }));
  const choose = (/** @type {string} */ name) => { director.desk.chosen = name === "director" ? null : name; page.shownCamera = ""; };
  buttons.forEach((button) => button.addEventListener("click", () => choose(button.textContent ?? "")));
  $("cameras").replaceChildren(...buttons);
  director.names.forEach((/** @type {string} */ name, /** @type {number} */ i) => { page.moreKeys[String(i + 1)] = { key: String(i + 1), does: `camera: ${name}`, act: () => choose(name) }; });
  page.moreKeys.d = { key: "D", does: "give the cameras back to the director", act: () => choose("director") };
  page.markCamera = () => {
    const on = `${director.desk.chosen ?? "director"}/${page.scene.camera()}`;
    if (on === page.shownCamera) return;
    page.shownCamera = on;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === (director.desk.chosen ?? "director") || (!director.desk.chosen && button.textContent === page.scene.camera())));
  };
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
    if (page.scene && !document.hidden) { page.scene.draw(state); page.markCamera(); }
    if (wall - told > (CALM ? 500 : 125)) { told = wall; for (const panel of panels) panel.show(state); transport.show(wall); }
    frames += 1;
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
  Object.assign(globalThis, { kazbek: { stateAt: (/** @type {number} */ t) => page.states.at(t), clock: page.clock, mission: page.mission, page, seek: transport.goTo, series: strips.series, need: (/** @type {string} */ flight) => page.states.need(page.flightNamed(flight), page.clock.now), frames: () => frames, times: page.times } });
}

begin().catch((fault) => { $("status").textContent = `the page could not be read: ${fault.message}`; });
