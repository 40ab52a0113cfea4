// The cockpit: puts link, hands, view and panel together. Physics is the server's; nothing here moves the ship.
import { connect } from "./link.js";
import { BINDINGS, listen } from "./inputs.js";
import { makeGrid } from "./grid.js";
import { chosen, makeSettings, makeSound, named } from "./settings.js";
import { $, drawHandles, makeChart, makeFormat, showSheet } from "./panel.js";

const query = new URLSearchParams(location.search);
/** @type {any} */
let setup = null;
/** @type {any} */
let view = null;
/** @type {any} */
let grid = null;
/** @type {(s: any) => void} */
let format = () => {};
/** @type {{ draw: (s: any, now: number) => void, reference: (rows: number[][]) => void } | null} */
let chart = null;
/** The reference flight: seconds, x, y, z, closing speed. @type {number[][]} */
let ghost = [];
const sound = makeSound();
/** @type {any} */
let newest = null;
/** @type {any} */
let before = null;
/** @type {{ tick: number, done: (s: any) => void } | null} */
let waiting = null;
let newestAt = 0, beforeAt = 0, headlight = false, language = 0, role = "", busy = 0;

const link = connect({
  setup(told) { begin(told); },
  snap(s) { before = newest; if (waiting && (s.tick >= waiting.tick || s.over >= 0)) { waiting.done(s); waiting = null; } beforeAt = newestAt; newest = s; newestAt = performance.now(); if (setup && setup.lockstep) frame(newestAt, true); },
  told(t) {
    if (t.role) { role = t.role; $("state").dataset.role = role; }
    if (t.log) say(t.log);
    if (t.ghost) { ghost = t.ghost; chart?.reference(ghost); say(ghost.length ? "the reference flight is shown" : "no reference flight from here"); }
    if (t.sheet) showSheet(t.sheet);
    if (t.fault) say(`refused: ${t.fault}`);
  },
  state(words) { $("state").textContent = words; },
});
const hands = listen((axes) => link.send({ axes }), pressed);

/** @param {any} told */
async function begin(told) {
  const first = setup === null;
  setup = told;
  reported.clear();
  $("title").textContent = told.title;
  $("goal").textContent = told.goal;
  $("log").replaceChildren();
  told.log.forEach(say);
  format = makeFormat(told, language);
  if (!first) return;
  chart = makeChart(told);
  grid = makeGrid(/** @type {HTMLCanvasElement} */ ($("grid")), told);
  hands.surface($("pad-push"), 1, 2, 1);
  hands.surface($("pad-fore"), -1, 0, -1);
  hands.surface($("pad-turn"), 5, 4, -1);
  buttons();
  makeSettings(bindings);
  if (query.get("view") !== "outline") {
    try {
      const { makeView } = await import("./view.js");
      view = makeView(/** @type {HTMLCanvasElement} */ ($("scene")), told);
    } catch { say("no WebGL: the periscope is drawn in outlines"); }
  }
  if (!told.lockstep) { link.send({ pause: false }); requestAnimationFrame((now) => frame(now, false)); }
}

/** @param {string} words */
function say(words) {
  const item = document.createElement("li");
  item.textContent = words;
  $("log").append(item);
  const box = /** @type {HTMLElement} */ ($("log").parentElement);
  box.scrollTop = box.scrollHeight;
}

/** @param {string} code */
function pressed(code) {
  if (code === "KeyP") link.send({ pause: !newest?.paused });
  else if (code === "KeyL") toggleLamp();
  else if (code === "Digit1") keys({ sets: 1 });
  else if (code === "Digit2") keys({ sets: 2 });
  else if (code === "Digit3") keys({ sets: 3 });
  else if (code === "Digit4") report("probe");
  else if (code === "Digit5") report("antenna");
  else if (code === "Digit6") report("go");
  else if (code === "KeyM") keys({ loop: 1 });
  else if (code === "KeyT") $("pads").classList.toggle("shown");
  else if (code === "Backspace") link.send({ rewind_s: 30 });
}

/** @param {Record<string, number>} said */
function keys(said) { link.send({ keys: said }); }
/** What was told or asked since the page was opened or the flight set back. @type {Set<string>} */
const reported = new Set();
/** @param {string} what */
function report(what) { reported.add(what); keys({ [what]: 1 }); }
function toggleLamp() { headlight = !headlight; mark(); }

/** @type {[string, () => void, (s: any) => boolean, boolean][]} */
const KEYS = [
  ["RO DK", () => keys({ loop: 1 }), (s) => s.loop === 1, false],
  ["RO AK", () => keys({ loop: 2 }), (s) => s.loop === 2, true],
  ["AUTO", () => keys({ loop: 0 }), (s) => s.loop === 0, false],
  ["DPO K1", () => keys({ sets: 1 }), (s) => s.set === 1, false],
  ["DPO K2", () => keys({ sets: 2 }), (s) => s.set === 2, false],
  ["K1+K2", () => keys({ sets: 3 }), (s) => s.set === 3, false],
  ["Kurs 1", () => keys({ kurs: 1 }), (s) => s.kurs === 0, false],
  ["Kurs 2", () => keys({ kurs: 2 }), (s) => s.kurs === 1, false],
  ["Headlight", toggleLamp, () => headlight, false],
  ["Pause", () => link.send({ pause: !newest?.paused }), (s) => !!s.paused, false],
  ["Probe seen", () => report("probe"), () => reported.has("probe"), false],
  ["Antennas seen", () => report("antenna"), () => reported.has("antenna"), false],
  ["GO?", () => report("go"), () => reported.has("go"), false],
  ["Faster", () => link.send({ speed: newest && newest.speed < 16 ? newest.speed * 2 : 1 }), (s) => s.speed > 1, false],
  ["Back 30 s", () => link.send({ rewind_s: 30 }), () => false, false],
  ["Ghost", () => link.send({ ghost: true }), () => ghost.length > 0, false],
  ["RETREAT", () => keys({ retreat: 1 }), (s) => s.part === 7, true],
];
/** @type {HTMLButtonElement[]} */
const lamps = [];

function buttons() {
  for (const [name, act, , guarded] of KEYS) {
    const button = document.createElement("button");
    button.textContent = name;
    if (guarded) button.className = "guarded";
    button.addEventListener("click", () => {
      if (guarded && !button.classList.contains("armed")) { button.classList.add("armed"); setTimeout(() => button.classList.remove("armed"), 3000); return; }
      button.classList.remove("armed");
      act();
      button.blur();
    });
    $("keys").append(button);
    lamps.push(button);
  }
  const language2 = document.createElement("button");
  language2.textContent = "РУС / ENG";
  language2.addEventListener("click", () => { language = 1 - language; format = makeFormat(setup, language); });
  $("keys").append(language2);
  bindings();
  for (const hint of setup.hints) { const li = document.createElement("li"); li.textContent = hint; $("hints").append(li); }
  $("light").addEventListener("input", () => {
    const minutes = Number(/** @type {HTMLInputElement} */ ($("light")).value);
    $("light-said").textContent = minutes ? `${Math.abs(minutes)} min ${minutes > 0 ? "later" : "earlier"}` : "as it is";
    link.send({ light_min: minutes });
  });
  $("drift").addEventListener("click", () => keys({ drift: 1 }));
  for (const [system, words] of Object.entries(setup.systems)) {
    const button = document.createElement("button");
    button.textContent = system;
    button.title = String(words);
    const more = system === "jet" ? { which: "aft left", stuck: true } : system === "handle" ? { which: "fore" } : system === "propellant" ? { lost_kg: 50 } : {};
    button.addEventListener("click", () => link.send({ fail: { system, ...more } }));
    $("failures").append(button);
  }
}

/** The help names the keys as they are now. */
function bindings() {
  const own = Object.entries(BINDINGS).map(([code, what]) => `${named(code).padEnd(12)} ${what[2]}`);
  const others = ["Shift|gentle rotation", "1 2 3|jets K1, K2, both", "4 5 6|probe seen, antennas seen, GO?", "M|take the handles", "L|headlight", "P|pause", "T|touch pads", "Backspace|back by 30 s, and wait"];
  $("bindings").textContent = [...own, ...others.map((line) => line.replace(/^(.*)\|/, (_, keys) => `${keys.padEnd(12)} `))].join("\n");
}

/** Format 44 over the picture, and where the reference flight is at this time. @param {any} s */
function overlay(s) {
  const lines = [`${s.range < 1000 ? s.range.toFixed(1) + " m" : (s.range / 1000).toFixed(3) + " km"}   ${s.rate.toFixed(2)} m/s${s.age > 0.3 ? `   (${s.age.toFixed(0)} s old)` : ""}`];
  const row = ghost.find((one) => one[0] >= s.tick * setup.tick_s);
  if (row) lines.push(`ghost ${row[1].toFixed(1)} m   ${(-row[4]).toFixed(2)} m/s`);
  $("overlay").textContent = lines.join("\n");
}

function mark() {
  if (!newest) return;
  KEYS.forEach(([, , on], i) => { const is = String(on(newest)); if (lamps[i] && lamps[i].getAttribute("aria-pressed") !== is) lamps[i].setAttribute("aria-pressed", is); });
}

/** Between the last two snapshots, for a picture at the screen's own rate. @param {number} now */
function between(now) {
  if (!before || setup.lockstep) return newest;
  const f = Math.max(0, Math.min(1, (now - newestAt) / Math.max(8, newestAt - beforeAt)));
  /** @type {any} */
  const s = { ...newest };
  for (const name of ["p.x", "p.y", "p.z", "q.w", "q.x", "q.y", "q.z"]) s[name] = before[name] + f * (newest[name] - before[name]);
  return s;
}

let told = 0;
/** @param {number} now @param {boolean} once */
function frame(now, once) {
  if (!once) requestAnimationFrame((next) => frame(next, false));
  if (!newest || !grid) return;
  const begun = performance.now();
  hands.poll();
  const s = between(now);
  if (view) view.draw(s, headlight);
  grid.draw(s, !view);
  if (once || now - told > 90) {
    told = now;
    format(newest);
    chart?.draw(newest, now);
    if (chosen.overlay) overlay(newest);
    sound(newest.jets);
    drawHandles(newest);
    mark();
    const late = link.latency();
    $("state").textContent = `${role}${newest.paused ? " · paused" : ""}${newest.speed > 1 ? ` · ${newest.speed}×` : ""} · ${late.toFixed(0)} ms there and back · ${busy.toFixed(1)} ms a frame`;
    if (!once) link.send({ echo: performance.now() });
  }
  busy += 0.05 * (performance.now() - begun - busy);
}

// For tests: what is shown, and steps of time in lockstep.
Object.assign(window, { cockpit: { snap: () => newest, setup: () => setup, view: () => view, step: (/** @type {number} */ n) => new Promise((done) => { waiting = { tick: newest.tick + n, done }; link.send({ step: n }); }), send: link.send, busy: () => busy, redraw: () => frame(performance.now(), true) } });
