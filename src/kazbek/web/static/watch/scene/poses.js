// Which bodies there are at an instant, where they are and how they are turned: places in GCRF metres, quaternions from BODY.
import { add, after, attitude, axesRTN, between, cross, dot, from, inverse, norm, scale, sub, turn, unit } from "../math.js";

const GM = 3.986004418e14, TURN = 7.292115e-5, RIDE_s = 420, DEG = Math.PI / 180;
const TRENCH_rad = 200 * DEG; // where the flame trench points, to the nearest quarter turn of the launcher; by eye
const SLIDE_s = 60; // the record's place of a launcher is its foot on the pad, and so long after lift-off its ship's centre of mass
const NOSE = new Set(["escape_tower_jettison", "fairing_jettison"]), TURN_s = 8; // what leaves with these escapes with the crew, and turns into its way
const DEORBIT_TURN_s = 1200; // the ship is turned engine first so long before its braking burn; by eye

/** @typedef {{ name: string, r: number[], q: number[], burning?: number, scale?: number }} Body */

/** Axes x forward along a way, z down, in GCRF. @param {number[]} forward @param {number[]} up */
function levelled(forward, up) {
  const y = unit(cross(forward, up));
  return attitude(forward, y, cross(forward, y));
}

/** @param {any} page */
export function makePoses(page) {
  /** @type {Map<string, any>} */
  const known = new Map();
  /** @type {Map<string, { r: number[], v: number[] }[]>} */
  const arcs = new Map();

  /** @param {any} flight */
  function bodies(flight) {
    if (!known.has(flight.name)) { known.set(flight.name, {}); void page.bodies(flight.name).then((/** @type {any} */ found) => known.set(flight.name, found)); }
    return known.get(flight.name);
  }
  /** The instant of a flight's event, or of the first that there is. @param {any} flight @param {string[]} names */
  function when(flight, ...names) {
    for (const name of names) { const t = page.mission.events.find((/** @type {any} */ e) => e.flight === flight.name && e.name === name)?.t; if (t !== undefined) return t; }
    return Infinity;
  }
  /** Whether a flight goes up from a pad. @param {any} flight */
  const launched = (flight) => flight.legs.some((/** @type {any} */ l) => l.phase === "ascent" || l.phase === "countdown");
  /** The last instant at which a launcher stands on its pad: of lift-off, or of the end of a count that had none. @param {any} flight */
  const standsUntil = (flight) => { const t = when(flight, "liftoff"); return Number.isFinite(t) || !launched(flight) ? t : flight.legs.find((/** @type {any} */ l) => l.phase === "countdown")?.end ?? t; };
  /** How a body that was let go flies on: two bodies and no air. @param {string} key @param {() => { r: number[], v: number[] }} start @param {number} after_s */
  function arc(key, start, after_s) {
    if (!arcs.has(key)) arcs.set(key, [start()]);
    const rows = /** @type {{ r: number[], v: number[] }[]} */ (arcs.get(key)), k = Math.floor(after_s);
    while (rows.length <= k + 1) { const last = rows[rows.length - 1]; rows.push(fall(last, 1)); }
    return fall(rows[k], after_s - k);
  }
  /** @param {any} state @param {any} flight */
  function shipAttitude(state, flight) {
    if (state.q_BODY_GCRF) return state.q_BODY_GCRF;
    const { r, v } = state.ship, up = unit(r), forward = unit(cross(cross(r, v), r)), stands = standsUntil(flight), left = when(flight, "abort", "escape_ignition");
    if (Number.isFinite(stands) && state.t < left && (state.t < stands || !Number.isFinite(when(flight, "liftoff")))) return standing(state, stands);
    const burn = when(flight, "deorbit_burn_start"), parted = when(flight, "undocking");
    if (state.t > burn - DEORBIT_TURN_s && Number.isFinite(burn)) { const back = scale(forward, -1); return attitude(back, scale(cross(up, forward), 1), scale(cross(back, cross(up, forward)), 1)); }
    if (flight.station?.q_BODY_RTN && state.station && state.t < parted + 900) { const axes = axesRTN(state.station.r, state.station.v); return after(attitude(axes[0], axes[1], axes[2]), flight.station.q_BODY_RTN); }
    return levelled(forward, up);
  }
  /** On the pad as at lift-off, turned with the Earth. @param {any} state @param {number} liftoff */
  function standing(state, liftoff) {
    const then = page.states.at(liftoff + 1e-3);
    if (!then.q_BODY_GCRF || !state.q_ITRF_GCRF) { const up = unit(state.ship.r), east = unit(cross([0, 0, 1], up)); return attitude(up, east, cross(up, east)); }
    return after(after(state.q_ITRF_GCRF, inverse(then.q_ITRF_GCRF)), then.q_BODY_GCRF);
  }
  /** @param {any} state @param {any} flight @returns {Body[]} */
  function station(state, flight) {
    if (!state.station || !flight.station) return [];
    const axes = axesRTN(state.station.r, state.station.v), sway = ["R", "T", "N"].map((a) => state.channels[`station_turn_${a}_rad`] ?? 0);
    const angle = norm(sway), small = angle > 1e-9 ? [Math.cos(angle / 2), ...scale(sway, Math.sin(angle / 2) / angle)] : [1, 0, 0, 0];
    const q = after(after(attitude(axes[0], axes[1], axes[2]), small), flight.station.q_STN_RTN);
    const r = sub(state.station.r, turn(q, flight.station.com_STN_m));
    return Object.entries(bodies(flight)).filter(([, about]) => about.kind === "station").map(([name]) => ({ name, r, q }));
  }
  /** How far over the launcher's foot the record's place is: 0 on the pad, where the ship is a minute later. @param {any} flight @param {number} t */
  function slid(flight, t) {
    const share = Math.min(1, Math.max(0, (t - when(flight, "liftoff")) / SLIDE_s));
    return (carrier(bodies(flight)) ?? 0) * share * share * (3 - 2 * share);
  }
  /** The launcher's foot. @param {any} state @param {any} flight @param {number[]} q */
  const foot = (state, flight, q) => sub(state.ship.r, turn(q, [slid(flight, state.t), 0, 0]));
  /** Its pieces, standing and flying on its foot. @param {any} state @param {any} flight @returns {Body[]} */
  function stack(state, flight) {
    const parts = bodies(flight), q = shipAttitude(state, flight), r = foot(state, flight, q), found = [];
    const thrusts = state.source !== "ground" && (state.phase !== "countdown" || state.channels.thrust_N > 0);
    let carried = false;
    for (const [name, about] of Object.entries(parts)) {
      if (about.kind !== "stage") continue;
      const leaves = about.leaves ? when(flight, about.leaves) : Infinity, lit = about.burns ? when(flight, about.burns[0]) : Infinity;
      const out = about.burns ? when(flight, ...about.burns.slice(1)) : Infinity, burning = thrusts && about.nozzles_m && !about.escape && state.t >= lit && state.t < Math.min(out, leaves) ? 1 : 0;
      if (state.t < leaves) { found.push({ name, r, q: turned(q, about), burning }); carried = true; }
      else if (state.t < leaves + RIDE_s) found.push(thrown(name, about, flight, leaves, state.t));
    }
    const ship = carrier(parts), bare = Object.values(parts).every((a) => a.ship_at_m === undefined || !a.leaves || state.t < when(flight, a.leaves));
    if (ship !== null && parts.folded && state.t > when(flight, "fairing_jettison") && bare && carried) found.push({ name: "folded", r: add(r, turn(q, [ship, 0, 0])), q });
    return found;
  }
  /** How far over the launcher's foot the ship rides. @param {any} parts */
  const carrier = (parts) => /** @type {number | null} */ (Object.values(parts).find((/** @type {any} */ a) => a.ship_at_m !== undefined)?.ship_at_m ?? null);

  /** A part on its own arc, turning slowly. @param {string} name @param {any} about @param {any} flight @param {number} leaves @param {number} t @returns {Body} */
  function thrown(name, about, flight, leaves, t) {
    const then = page.states.at(leaves - 1e-3), q0 = then.ship ? shipAttitude(then, flight) : [1, 0, 0, 0];
    const middle = [about.middle_m, 0, 0], away = turn(q0, about.away ? unit(about.away) : [-1, 0, 0]);
    const key = `${flight.name}/${name}`, flown = arc(key, () => ({ r: add(foot(then, flight, q0), turn(q0, middle)), v: add(then.ship.v, scale(away, about.pushed_m_s)) }), t - leaves);
    const angle = Math.min(4, (t - leaves) * 4 * DEG * (about.pushed_m_s > 20 ? 0.2 : 1)), axis = unit(about.turns_about ?? [0, 1, 0]);
    const q = after(q0, [Math.cos(angle / 2), ...scale(axis, Math.sin(angle / 2))]);
    return { name, r: sub(flown.r, turn(q, middle)), q: turned(q, about) };
  }
  /** @param {any} state @param {any} flight @returns {Body[]} */
  function ship(state, flight) {
    const apart = when(flight, "module_separation"), separated = when(flight, "spacecraft_separation"), q = shipAttitude(state, flight);
    if (state.t >= apart) return home(state, flight, apart);
    const deployed = state.t >= when(flight, "arrays_deployed") || separated === Infinity;
    const found = [{ name: deployed ? "ship" : "folded", r: state.ship.r, q, burning: page.burning(flight.name, state.t) }];
    if (state.t < separated + RIDE_s) for (const [name, about] of Object.entries(bodies(flight))) if (about.kind === "stage" && about.leaves === "spacecraft_separation") found.push(spent(name, about, flight, separated, state.t));
    return found;
  }
  /** A launcher that was left, on its own arc, and what took the crew off it. @param {any} state @param {any} flight @param {number} left @returns {Body[]} */
  function escaping(state, flight, left) {
    const parts = bodies(flight), apart = when(flight, "module_separation"), found = [], then = page.states.at(left - 1e-3);
    if (!then.ship) return [];
    const q0 = shipAttitude(then, flight), nose = riding(state, flight, left, q0), aboard = Object.entries(parts).filter(([, about]) => rides(about, flight, left));
    for (const [name, about] of Object.entries(parts)) {
      if (about.kind !== "stage" || (about.leaves ? when(flight, about.leaves) : Infinity) <= left) continue;
      if (rides(about, flight, left)) { if (state.t < apart + RIDE_s) found.push({ ...(state.t < apart ? nose : emptied(state, flight, left, q0, apart)), name, burning: fires(about, aboard, state) }); }
      else if (state.t < left + RIDE_s) found.push({ name, r: abandoned(state, flight, left, then, q0), q: turned(q0, about), burning: 0 });
    }
    for (const body of found) if (parts[body.name].turned_rad && rides(parts[body.name], flight, left)) body.q = turned(body.q, parts[body.name]);
    if (state.t >= apart) found.push(...home(state, flight, apart).filter(({ name }) => !(aboard.length && (name === "service" || name === "orbital"))));  // the one stayed on the launcher, the other in the nose
    else if (!aboard.length) found.push({ name: parts.folded ? "folded" : "ship", r: state.ship.r, q: nose.q });
    return found;
  }
  /** The launcher's nose goes with the crew. @param {any} about @param {any} flight @param {number} left */
  const rides = (about, flight, left) => about.kind === "stage" && NOSE.has(about.leaves) && when(flight, about.leaves) > left;
  /** The tower's motor while there is a tower, else those on the fairing. @param {any} about @param {[string, any][]} aboard @param {any} state */
  const fires = (about, aboard, state) => (about.escape && state.channels.thrust_N > 0 && !aboard.some(([, other]) => other.escape < about.escape) ? 1 : 0);

  /** Foot and attitude of what escapes; it turns into its way within seconds. @param {any} state @param {any} flight @param {number} left @param {number[]} q0 */
  function riding(state, flight, left, q0) {
    const on = carrier(bodies(flight)) ?? 0, since = state.t - left, wind = sub(state.ship.v, cross([0, 0, TURN], state.ship.r)), forward = unit(wind), y = unit(cross(forward, unit(state.ship.r)));
    const q = norm(wind) > 20 ? between(q0, attitude(forward, y, cross(forward, y)), Math.min(1, since / TURN_s)) : q0;
    const rest = (on - slid(flight, left)) * Math.max(0, 1 - since / TURN_s);
    return { r: sub(add(state.ship.r, turn(q0, [rest, 0, 0])), turn(q, [on, 0, 0])), q };
  }
  /** Where the crew is drawn: the record's place, but for the first seconds of an escape from near the pad. @param {any} state @param {any} flight */
  function centre(state, flight) {
    const left = when(flight, "abort", "escape_ignition"), then = state.t >= left && state.t < left + TURN_s ? page.states.at(left - 1e-3) : null;
    if (!then?.ship) return state.ship.r;
    const nose = riding(state, flight, left, shipAttitude(then, flight));
    return add(nose.r, turn(nose.q, [carrier(bodies(flight)) ?? 0, 0, 0]));
  }
  /** The nose flies on when the capsule has left it. @param {any} state @param {any} flight @param {number} left @param {number[]} q0 @param {number} apart */
  function emptied(state, flight, left, q0, apart) {
    const then = page.states.at(apart - 1e-3), was = then.ship ? riding(then, flight, left, q0) : { r: state.ship.r, q: q0 };
    return { r: arc(`${flight.name}/emptied`, () => ({ r: was.r, v: add(then.ship.v, turn(was.q, [8, 0, 0])) }), state.t - apart).r, q: was.q };
  }
  /** The foot of a launcher that was left: it stands, or falls. @param {any} state @param {any} flight @param {number} left @param {any} then @param {number[]} q0 */
  function abandoned(state, flight, left, then, q0) {
    if (!(left >= when(flight, "liftoff"))) return turn(after(state.q_ITRF_GCRF, inverse(then.q_ITRF_GCRF)), then.ship.r);
    return arc(`${flight.name}/left`, () => ({ r: foot(then, flight, q0), v: then.ship.v }), state.t - left).r;
  }
  /** The last stage behind the ship that it has carried. @param {string} name @param {any} about @param {any} flight @param {number} separated @param {number} t */
  function spent(name, about, flight, separated, t) {
    const then = page.states.at(separated + 1e-3), q = then.ship ? levelled(unit(then.ship.v), unit(then.ship.r)) : [1, 0, 0, 0];
    const foot = turn(q, [-(about.ship_at_m ?? 30), 0, 0]), key = `${flight.name}/${name}/spent`;
    const flown = arc(key, () => ({ r: add(then.ship.r, foot), v: sub(then.ship.v, scale(unit(then.ship.v), about.pushed_m_s)) }), t - separated);
    return { name, r: flown.r, q, burning: 0 };
  }
  /** The capsule from the parting of the modules to the ground. @param {any} state @param {any} flight @param {number} apart @returns {Body[]} */
  function home(state, flight, apart) {
    const parts = bodies(flight), r = state.ship.r, up = unit(r), opened = when(flight, "drogue_opening", "parachute_opening"), found = [];
    const wind = sub(state.ship.v, cross([0, 0, TURN], r)), forward = unit(wind), left = unit(cross(up, forward)), top = cross(forward, left);
    if (state.t < opened && norm(wind) > 50) {
      const bank = state.channels.bank_rad ?? 0, c = Math.cos(bank), s = Math.sin(bank), l = add(scale(left, c), scale(top, s)), u = add(scale(left, -s), scale(top, c));
      const C = parts.capsule?.C_WIND_BODY ?? [[-1, 0, 0], [0, -1, 0], [0, 0, 1]], axis = (/** @type {number} */ k) => from([forward, l, u], [C[0][k], C[1][k], C[2][k]]);
      found.push({ name: "capsule", r, q: attitude(axis(0), axis(1), axis(2)) });
      if (state.t < apart + RIDE_s) for (const [name, way] of /** @type {[string, number][]} */ ([["orbital", 0.8], ["service", -0.6]])) if (parts[name]) found.push(module(name, way, flight, apart, state.t));
      return found;
    }
    const east = unit(cross([0, 0, 1], up)), q = attitude(up, east, cross(up, east)), area = state.channels.canopy_area_m2 ?? 0, landed = state.source === "ground";
    const lift = landed || state.t > when(flight, "soft_landing_engines") - 0.5 ? 0.9 : 0;
    found.push({ name: state.t > when(flight, "heat_shield_jettison") && parts.landed ? "landed" : "capsule", r: add(r, scale(up, lift)), q });
    const size = Math.sqrt(area / (parts.canopy?.area_m2 ?? 1000));
    if (parts.canopy && size > 0.02 && !landed) found.push({ name: "canopy", r: add(r, scale(up, lift + parts.canopy.hitch_m)), q, scale: size });
    return found;
  }
  /** @param {string} name @param {number} way @param {any} flight @param {number} apart @param {number} t @returns {Body} */
  function module(name, way, flight, apart, t) {
    const then = page.states.at(apart + 1e-3), q = shipAttitude({ ...then, q_BODY_GCRF: null, t: apart - 1 }, flight), axis = turn(q, [1, 0, 0]);
    const flown = arc(`${flight.name}/${name}`, () => ({ r: then.ship.r, v: add(then.ship.v, scale(axis, way)) }), t - apart);
    const angle = (t - apart) * 2 * DEG;
    return { name, r: flown.r, q: after(q, [Math.cos(angle / 2), 0, Math.sin(angle / 2), 0]) };
  }
  /** @param {any} state @param {any} flight @returns {Body[]} */
  function pad(state, flight) {
    const liftoff = standsUntil(flight);
    if (!Number.isFinite(liftoff) || !state.q_ITRF_GCRF || state.t > liftoff + 700) return [];
    const then = page.states.at(liftoff), q0 = then.q_ITRF_GCRF;
    if (!then.ship || !q0) return [];
    const fixed = turn(inverse(q0), then.ship.r), r = turn(state.q_ITRF_GCRF, fixed), up = unit(turn(state.q_ITRF_GCRF, page.upAt(fixed)));
    const east = unit(cross([0, 0, 1], up)), north = cross(up, east), trench = add(scale(east, Math.sin(TRENCH_rad)), scale(north, Math.cos(TRENCH_rad)));
    const y = turn(standing(state, liftoff), [0, 1, 0]), side = unit(sub(y, scale(up, dot(y, up)))), other = cross(up, side);
    const x = [side, other, scale(side, -1), scale(other, -1)].reduce((best, way) => (dot(way, trench) > dot(best, trench) ? way : best));  // its arms between the strap-ons
    return [{ name: state.t > when(flight, "liftoff") - 0.5 && bodies(flight)["pad-open"] ? "pad-open" : "pad", r: sub(r, scale(up, bodies(flight).pad?.foot_m ?? 0)), q: attitude(x, cross(up, x), up) }];
  }
  /** @param {any} state @returns {Body[]} */
  function at(state) {
    const flight = page.flightNamed(state.flight);
    if (!flight || !state.ship) return [];
    const left = when(flight, "abort", "escape_ignition");
    if (state.t >= left && when(flight, "spacecraft_separation") === Infinity) return [...escaping(state, flight, left), ...pad(state, flight)];
    const up = launched(flight) && state.t < when(flight, "spacecraft_separation");
    return [...(up ? [...stack(state, flight), ...pad(state, flight)] : ship(state, flight)), ...station(state, flight)];
  }
  return { at, bodies, when, shipAttitude, foot, centre, launched, standsUntil };
}

/** A body that stands turned about the stack's axis. @param {number[]} q @param {any} about */
const turned = (q, about) => (about.turned_rad ? after(q, [Math.cos(about.turned_rad / 2), Math.sin(about.turned_rad / 2), 0, 0]) : q);

/** @param {{ r: number[], v: number[] }} a @param {number} dt */
function fall(a, dt) {
  const pull = (/** @type {number[]} */ r) => scale(r, -GM / norm(r) ** 3), k1 = pull(a.r), middle = add(add(a.r, scale(a.v, dt / 2)), scale(k1, (dt * dt) / 8)), k2 = pull(middle);
  const end = add(add(a.r, scale(a.v, dt)), scale(k2, (dt * dt) / 2)), k3 = pull(end);
  const sum = add(add(k1, scale(k2, 4)), k3);
  return { r: add(add(a.r, scale(a.v, dt)), scale(add(k1, scale(k2, 2)), (dt * dt) / 6)), v: add(a.v, scale(sum, dt / 6)) };
}
