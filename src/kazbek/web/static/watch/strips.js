// Strips of any channel of the leg that is on, with their limits, and a line at the clock's instant.
import uPlot from "../vendor/uplot.js";
import { $, colour, made } from "./dom.js";
import { figure, quantity, scaleOf } from "./figures.js";
import { metText } from "./times.js";

/** @type {[string, string[]][]} what is worth four strips, by what a leg carries */
const USUAL = [
  ["dynamic_pressure_Pa", ["height_m", "speed_ITRF_m_s", "dynamic_pressure_Pa", "load_m_s2"]],
  ["canopy_area_m2", ["height_m", "speed_ITRF_m_s", "load_m_s2", "canopy_area_m2"]],
  ["range_m", ["range_m", "range_rate_m_s", "height_m", "propellant_kg"]],
  ["oxygen_kg", ["mass_kg", "oxygen_kg", "kerosene_kg", "boiled_off_kg"]],
];
const OTHERWISE = ["height_m", "speed_ITRF_m_s", "load_m_s2", "mass_kg"];
const HEAT = ["height_m", "heat_flux_W_m2", "load_m_s2", "dynamic_pressure_Pa"];

/** @param {any} page */
export function makeStrips(page) {
  /** @type {{ name: string, plot: any, caption: HTMLElement, table: any }[]} */
  let drawn = [];
  let shownLeg = "", chosen = /** @type {string[] | null} */ (null), now = 0;

  /** @param {any} table */
  const usual = (table) => (table.has("heat_flux_W_m2") ? HEAT : USUAL.find(([mark]) => table.has(mark))?.[1] ?? OTHERWISE).filter((name) => table.has(name));

  /** @param {any} plot @param {any} channel @param {number} factor */
  function lines(plot, channel, factor) {
    const p = plot.ctx, { left, top, width, height } = plot.bbox;
    p.save();
    p.beginPath();
    p.rect(left, top, width, height);
    p.clip();
    p.lineWidth = 2;
    p.strokeStyle = colour("--bad");
    p.setLineDash([6, 4]);
    for (const limit of [channel.low, channel.high]) if (limit !== null) stroke(p, left, plot.valToPos(limit * factor, "y", true), left + width, null);
    p.setLineDash([]);
    p.strokeStyle = colour("--accent");
    const x = plot.valToPos(now, "x", true);
    stroke(p, x, top, x, top + height);
    p.restore();
  }
  /** @param {string} name @param {any} table */
  function strip(name, table) {
    const channel = page.mission.channels[name], [factor, unit] = scaleOf(channel.unit), box = document.createElement("figure");
    const caption = made("figcaption", name);
    box.append(caption);
    $("plots").append(box);
    const flight = page.flight(), zero = flight.liftoff ?? table.t[0], ink = colour("--dim"), grid = { stroke: colour("--line"), width: 1 };
    const since = (/** @type {number} */ v) => (flight.liftoff === null || Math.abs(v - zero) > 864000 ? page.times.text(v).slice(11, 19) : metText(v - zero));
    const plot = new uPlot({
      width: Math.max(200, box.clientWidth), height: 150, cursor: { show: false }, scales: { x: { time: false } },
      axes: [{ stroke: ink, grid, ticks: grid, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(since), space: 90 }, { stroke: ink, grid, ticks: grid, size: 62, label: unit, labelSize: 16 }],
      series: [{}, { stroke: colour("--mark"), width: 1.5, points: { show: false } }],
      hooks: { draw: [(/** @type {any} */ u) => lines(u, channel, factor)] },
    }, [Array.from(table.t), Array.from(table.column(name), (/** @type {number} */ v) => v * factor)], box);
    plot.over.setAttribute("aria-hidden", "true");
    drawn.push({ name, plot, caption, table });
  }
  /** @param {any} table */
  function choices(table) {
    const names = Object.keys(page.mission.channels).filter((name) => table.has(name)), at = (chosen ?? usual(table)).filter((name) => table.has(name));
    $("choices").replaceChildren(...[0, 1, 2, 3].map((place) => {
      const select = /** @type {HTMLSelectElement} */ (made("select", "", { "aria-label": `Channel of strip ${place + 1}` }));
      for (const name of names) select.append(made("option", quantity(name), { value: name }));
      select.value = at[place] ?? names[0];
      select.addEventListener("change", () => { chosen = [...$("choices").children].map((s) => /** @type {HTMLSelectElement} */ (s).value); build(table); });
      return select;
    }));
    return [...$("choices").children].map((s) => /** @type {HTMLSelectElement} */ (s).value);
  }
  /** @param {any} table */
  function build(table) {
    drawn.forEach(({ plot }) => plot.destroy());
    drawn = [];
    $("plots").replaceChildren();
    for (const name of choices(table)) strip(name, table);
  }
  /** @param {any} state */
  function show(state) {
    now = state.t;
    const flight = page.flightNamed(state.flight), leg = flight?.legs.find((/** @type {any} */ l) => l.name === state.leg), table = leg && page.states.leg(flight, leg);
    if (!table) return;
    if (shownLeg !== `${flight.name}/${leg.name}`) { shownLeg = `${flight.name}/${leg.name}`; chosen = null; build(table); }
    for (const { name, plot, caption } of drawn) {
      const channel = page.mission.channels[name], value = state.channels[name];
      caption.textContent = `${quantity(name)}: ${value === undefined ? "not told now" : figure(channel, value)}`;
      caption.title = channel.sentence;
      plot.redraw(false, false);
    }
  }
  /** What a strip shows, for those who ask. @param {string} name */
  const series = (name) => { const found = drawn.find((d) => d.name === name); return found ? { t: [...found.table.t], value: [...found.table.column(name)], now } : null; };
  function again() { shownLeg = ""; }
  addEventListener("resize", () => drawn.forEach(({ plot, caption }) => plot.setSize({ width: Math.max(200, /** @type {HTMLElement} */ (caption.parentElement).clientWidth), height: 150 })));
  return { show, series, again };
}

/** @param {CanvasRenderingContext2D} p @param {number} x @param {number} y @param {number} u @param {number | null} v */
function stroke(p, x, y, u, v) { p.beginPath(); p.moveTo(x, y); p.lineTo(u, v ?? y); p.stroke(); }
