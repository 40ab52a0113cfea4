// The director: which camera is on, by rules in the order in which they are asked. A person's choice stands until it is given back.
import { CAMERAS } from "./cameras.js";

/** Rules about an event: from, until (s after it), camera. @type {[string, number, number, string][]} */
const ABOUT = [
  ["strapon_separation", -4, 14, "ground"], ["fairing_jettison", -3, 14, "chase"], ["fairing_jettison", 14, 34, "aboard"], ["core_separation", -4, 22, "chase"],
  ["escape_ignition", -4, 9, "ground"], ["spacecraft_separation", -6, 40, "chase"], ["docking_contact", -25, 60, "station"], ["docking_contact", -200, -25, "aboard"], ["kurs_lost", -6, 20, "aboard"], ["manual_control", -2, 60, "aboard"],
  ["undocking", -60, 150, "station"], ["module_separation", -5, 60, "chase"], ["plasma_start", -10, 60, "chase"], ["main_opening", -6, 60, "chase"], ["touchdown", -90, 1e9, "ground"],
];

/** @param {any} page @param {any} poses */
export function makeDirector(page, poses) {
  /** @type {{ chosen: string | null }} */
  const desk = { chosen: null };
  /** @param {any} state */
  function rule(state) {
    const flight = page.flightNamed(state.flight), since = (/** @type {string} */ name) => state.t - poses.when(flight, name);
    for (const [event, begins, ends, camera] of ABOUT) {
      const found = page.mission.events.some((/** @type {any} */ e) => e.flight === flight.name && e.name === event && state.t - e.t >= begins && state.t - e.t < ends);
      if (found) return camera;
    }
    if (state.phase === "countdown" || state.source === "ground" || (since("liftoff") >= 0 && since("liftoff") < 45)) return "ground";
    if (state.phase === "ascent") return Math.floor(since("liftoff") / 25) % 3 === 2 ? "ground" : "chase";
    if (page.burning(flight.name, state.t)) return "chase";
    const turn = Math.floor(state.t / 40);
    if (state.source === "docked") return turn % 3 ? "chase" : "globe";
    if (state.range_m < 3000) return ["station", "chase", "aboard"][turn % 3];
    if (state.height_m > 120e3) return turn % 4 === 3 ? "globe" : "chase";
    return "chase";
  }
  return { desk, camera: (/** @type {any} */ state) => desk.chosen ?? rule(state), names: CAMERAS };
}
