// Where to look from. Every camera gives an eye and a target in GCRF metres, what is up, and an angle of view.
import { add, axesRTN, cross, dot, from, inverse, norm, scale, sub, turn, unit } from "../math.js";

export const CAMERAS = ["ground", "chase", "aboard", "station", "free", "globe"];
const DEG = Math.PI / 180;
/** @typedef {{ eye: number[], target: number[], up: number[], view_deg: number, near?: boolean }} View */

/** @param {any} page @param {any} poses */
export function makeCameras(page, poses) {
  const free = { yaw: 0.7, pitch: 0.35, far: 45 };

  /** Forward, left, up of a body's way; level over the ground below 100 km. @param {any} state */
  function way(state) {
    const r = state.ship.r, up = unit(r), moving = state.height_m > 1e5 ? state.ship.v : sub(state.ship.v, cross([0, 0, 7.292115e-5], r));
    const flat = sub(moving, scale(up, dot(moving, up))), forward = norm(flat) > 1 ? unit(flat) : unit(cross([0, 0, 1], up));
    return [forward, cross(up, forward), up];
  }
  /** What is looked at, and how large it is: middle of the stack, the ship, the capsule under its canopy. @param {any} state @param {any} flight */
  function subject(state, flight) {
    if (poses.launched(flight) && state.t < poses.when(flight, "abort", "escape_ignition", "spacecraft_separation") && (state.phase === "ascent" || state.t <= poses.standsUntil(flight) || state.source === "ground")) {
      const q = poses.shipAttitude(state, flight), dropped = state.t > poses.when(flight, "core_separation"), late = state.t > poses.when(flight, "strapon_separation");
      return { at: add(poses.foot(state, flight, q), turn(q, [dropped ? 34 : late ? 26 : 20, 0, 0])), size: dropped ? 22 : late ? 42 : 52 };
    }
    if (state.phase === "escape") { const up = unit(state.ship.r); return { at: add(poses.centre(state, flight), scale(up, 3)), size: 17 }; }
    const area = state.channels.canopy_area_m2 ?? 0;
    if (area > 5) { const up = unit(state.ship.r); return { at: add(state.ship.r, scale(up, area > 200 ? 17 : 8)), size: area > 200 ? 48 : 24 }; }
    return { at: state.ship.r, size: state.t > poses.when(flight, "module_separation") ? 6 : 11 };
  }
  /** Someone with a telescope beside the pad or near the place of landing. @param {any} state @param {any} flight @returns {View | null} */
  function ground(state, flight) {
    const liftoff = poses.standsUntil(flight), landing = poses.when(flight, "touchdown"), down = state.t > poses.when(flight, "parachute_opening");
    const anchor = down ? page.states.at(landing + 1) : page.states.at(liftoff);
    if (!anchor?.ship || !anchor.q_ITRF_GCRF || (!down && !Number.isFinite(liftoff))) return null;
    const moved = turn(state.q_ITRF_GCRF, turn(inverse(anchor.q_ITRF_GCRF), anchor.ship.r)), up = unit(turn(state.q_ITRF_GCRF, page.upAt(turn(inverse(anchor.q_ITRF_GCRF), anchor.ship.r))));
    const east = unit(cross([0, 0, 1], up)), north = cross(up, east), sun = state.sun_GCRF, a = down ? Math.atan2(dot(sun, east), dot(sun, north)) + 0.7 : 138 * DEG, far = down ? 75 : 420;
    const eye = add(moved, add(scale(up, down ? 2 : 6), scale(add(scale(east, Math.sin(a)), scale(north, Math.cos(a))), far)));
    const { at, size } = subject(state, flight), distance = norm(sub(at, eye));
    if (distance > 1.2e6 || dot(unit(sub(at, eye)), up) < -0.05) return null;
    const low = Math.max(0, Math.min(1, (800 - distance) / 400));
    return { eye, target: add(at, scale(up, -6 * low * (down ? 0 : 1))), up, view_deg: Math.max(0.008, Math.min(58, (2.1 * size) / distance / DEG)), near: true };
  }
  /** @param {any} state @param {any} flight @returns {View} */
  function chase(state, flight) {
    const { at, size } = subject(state, flight), [forward, left, up] = way(state), sun = state.sun_GCRF, side = dot(sun, left) >= 0 ? 1 : -1;
    const climbing = state.phase === "ascent", under = (state.channels.canopy_area_m2 ?? 0) > 5, entry = state.t > poses.when(flight, "module_separation") && !under;
    const place = climbing ? [-0.45, 1.25 * side, -0.05] : entry ? [1.5, 1.3 * side, 0.1] : under ? [0.5, 1.2 * side, 0.15] : [-1.0, 1.05 * side, 0.55];
    return { eye: add(at, scale(from([forward, left, up], place), size * 1.25)), target: at, up, view_deg: 42 };
  }
  /** @param {any} state @param {any} flight @returns {View} */
  function aboard(state, flight) {
    const q = poses.shipAttitude(state, flight), axis = (/** @type {number[]} */ v) => turn(q, v);
    if (state.phase === "ascent" || state.phase === "countdown") {
      const foot = poses.foot(state, flight, q), eye = add(foot, axis([33, 2.6, 2.6]));
      return { eye, target: add(foot, axis([-8, 0.5, 0.5])), up: axis([0, 1, 1]), view_deg: 62 };
    }
    if (state.t > poses.when(flight, "module_separation")) return { eye: add(state.ship.r, scale(unit(state.ship.r), 3)), target: sub(state.ship.r, scale(unit(state.ship.v), 40)), up: unit(state.ship.r), view_deg: 70 };
    const eye_m = poses.bodies(flight).ship?.eye_m ?? [0.72, 0, 1.5];
    return { eye: add(state.ship.r, axis([eye_m[0], eye_m[1], eye_m[2] + 0.3])), target: add(state.ship.r, axis([100, 0, eye_m[2]])), up: axis([0, 0, -1]), view_deg: 30 };
  }
  /** From the station beside the port, along its axis to the ship. @param {any} state @param {any} flight @returns {View | null} */
  function station(state, flight) {
    if (!state.station || !(state.range_m < 6e3)) return null;
    const axes = axesRTN(state.station.r, state.station.v), port = flight.station?.port_RTN_m ?? [-8, 0, 0], [R, side] = axes, docked = flight.station?.q_BODY_RTN;
    const out = docked ? from(axes, turn(inverse(docked), [-1, 0, 0])) : scale(R, -1);  // out of the port, clear of what is docked beside it
    const there = add(state.station.r, from(axes, port)), near = norm(sub(state.ship.r, there)) < 25, sun = state.sun_GCRF, t = dot(sun, side) < 0 ? -1 : 1, n = dot(sun, axes[2]) < 0 ? -1 : 1;
    const eye = near ? add(state.ship.r, add(scale(side, 20 * t), add(scale(axes[2], 14 * n), scale(R, -9)))) : add(there, add(scale(side, 4), scale(out, 12)));
    const target = near ? add(state.ship.r, scale(sub(state.station.r, state.ship.r), 0.06)) : state.ship.r;
    return { eye, target, up: side, view_deg: Math.max(1.2, Math.min(50, (1.6 * (near ? 20 : 16)) / norm(sub(state.ship.r, eye)) / DEG)) };
  }
  /** Round the ship, as a person turns it. @param {any} state @param {any} flight @param {number} [far] @returns {View} */
  function round(state, flight, far = free.far) {
    const { at } = subject(state, flight), axes = way(state), c = Math.cos(free.pitch);
    return { eye: add(at, scale(from(axes, [-Math.cos(free.yaw) * c, -Math.sin(free.yaw) * c, Math.sin(free.pitch)]), far)), target: at, up: axes[2], view_deg: 42 };
  }
  /** The whole Earth with the ship in the middle. @param {any} state @returns {View} */
  function globe(state) {
    const up = unit(state.ship.r), eye = scale(up, 2.1e7);
    return { eye, target: [0, 0, 0], up: [0, 0, 1], view_deg: 42 };
  }
  /** The view of a camera, or of the nearest that has one now. @param {string} name @param {any} state @returns {[View, string]} */
  function view(name, state) {
    const flight = page.flightNamed(state.flight);
    const found = name === "ground" ? ground(state, flight) : name === "aboard" ? aboard(state, flight) : name === "station" ? station(state, flight) : name === "free" ? round(state, flight) : name === "globe" ? globe(state) : null;
    return found ? [found, name] : [chase(state, flight), "chase"];
  }
  return { view, free };
}
