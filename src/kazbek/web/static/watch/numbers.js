// The numbers beside the picture, and what comes next.
import { $, made } from "./dom.js";
import { distance, figure, place, quantity, speed, words } from "./figures.js";
import { dot, norm, unit } from "./math.js";
import { spanText } from "./times.js";

const SPOKEN = ["load_m_s2", "dynamic_pressure_Pa", "mach", "thrust_N", "throttle_frac", "mass_kg", "propellant_kg", "flight_path_angle_rad", "heat_flux_W_m2", "bank_rad", "canopy_area_m2", "kurs_age_s", "delta_v_m_s", "oxygen_kg", "kerosene_kg"];
/** @type {Record<string, string>} */
const SOURCES = { record: "from the record", docked: "hard to the station, whose path is the station file's", ground: "on the ground, where the record left it", none: "no telemetry of this instant" };
const EARTH = 6371000;

/** Whether the Sun's middle stands over the horizon of a place. @param {number[]} r @param {number[]} sun */
export function sunlit(r, sun) {
  const height = Math.max(0, norm(r) - EARTH), dip = Math.acos(EARTH / (EARTH + height));
  return Math.asin(Math.max(-1, Math.min(1, dot(unit(r), sun)))) > -dip;
}

/** @param {any} page */
export function makeNumbers(page) {
  /** @type {Map<string, [HTMLElement, HTMLElement]>} */
  const rows = new Map();
  /** @param {string} label @param {string} value @param {boolean} over */
  function row(label, value, over = false) {
    let found = rows.get(label);
    if (!found) {
      const line = document.createElement("tr"), cell = made("td");
      line.append(made("th", label, { scope: "row" }), cell);
      $("numbers").append(line);
      found = [line, cell];
      rows.set(label, found);
    }
    if (found[1].textContent !== value) found[1].textContent = value;
    found[1].classList.toggle("over", over);
    found[0].hidden = value === "";
  }
  /** @param {any} state */
  function show(state) {
    const flight = page.flightNamed(state.flight);
    row("flight", flight ? `${flight.ship}, ${words(flight.name)}` : "");
    row("phase", state.leg ? words(state.leg) : words(state.source === "none" ? "" : state.source));
    const there = state.height_m !== undefined;
    row("height", there ? distance(state.height_m) : "");
    row("speed, inertial", there ? speed(state.speed_m_s) : "");
    row("over the ground", state.channels.speed_ITRF_m_s === undefined ? "" : speed(state.channels.speed_ITRF_m_s));
    row("over", there ? place(state.latitude_deg, state.longitude_deg) : "");
    row("light", state.ship && state.sun_GCRF ? (sunlit(state.ship.r, state.sun_GCRF) ? "sunlight" : "Earth's shadow") : "");
    row("to the station", state.range_m !== undefined && state.source !== "ground" ? distance(state.range_m) : "");
    row("closing", state.channels.range_rate_m_s === undefined ? "" : speed(-state.channels.range_rate_m_s));
    for (const name of SPOKEN) {
      const channel = page.mission.channels[name], value = state.channels[name];
      if (!channel) continue;
      const over = value !== undefined && ((channel.high !== null && value > channel.high) || (channel.low !== null && value < channel.low));
      row(quantity(name), value === undefined ? "" : figure(channel, value), over);
    }
    $("origin").textContent = SOURCES[state.source] ?? "";
    const next = page.mission.events.find((/** @type {any} */ e) => e.t > state.t + 1e-6);
    $("next-event").textContent = next ? `${words(next.name)} in ${spanText(next.t - state.t)}` : page.mission.complete ? "nothing more happens" : "what comes next is being flown";
  }
  return { show };
}
