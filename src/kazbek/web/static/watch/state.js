// Where everything is at an instant, from the record's tables alone: cubics through places and speeds, even turns between attitudes.
import { add, after, along, attitude, axesRTN, between, from, geodetic, inverse, norm, rowAt, sub, turn } from "./math.js";
import { loadTable } from "./files.js";

/** @typedef {import("./files.js").Table} Table */
/** @typedef {{ r: number[], v: number[] }} Path */

const DOCKED_GAP_s = 120; // no rows for longer: ship and station are one
const XYZ = ["x", "y", "z"];

/** Position and velocity by Hermite's cubic between two rows. @param {Table} table @param {string} prefix @param {number} k @param {number} t @returns {Path} */
function cubic(table, prefix, k, t) {
  const i = Math.max(0, Math.min(k, table.rows - 2)), j = Math.min(i + 1, table.rows - 1), h = table.t[j] - table.t[i];
  const s = h > 0 ? (t - table.t[i]) / h : 0, r = [], v = [];
  for (const axis of XYZ) {
    const p = table.column(`${prefix}r_GCRF_${axis}_m`), u = table.column(`${prefix}v_GCRF_${axis}_m_s`);
    const d = h > 0 ? (p[j] - p[i]) / h : u[i], a = u[i] - d, b = u[j] - d;
    r.push(p[i] + s * h * (d + (1 - s) * (a * (1 - s) - b * s)));
    v.push(d + a * (1 - s) * (1 - 3 * s) + b * s * (3 * s - 2));
  }
  return { r, v };
}

/** @param {Table} table @param {string} prefix @param {number} k @param {number} t */
function slerp(table, prefix, k, t) {
  const i = Math.max(0, Math.min(k, table.rows - 1)), j = Math.min(i + 1, table.rows - 1), h = table.t[j] - table.t[i];
  const row = (/** @type {number} */ n) => ["w", "x", "y", "z"].map((c) => table.column(`${prefix}${c}`)[n]);
  return between(row(i), row(j), h > 0 ? Math.min(1, Math.max(0, (t - table.t[i]) / h)) : 0);
}

/** @param {Table} table @param {string} prefix @param {number} k */
const three = (table, prefix, k) => ["R", "T", "N"].map((axis) => table.column(`${prefix}${axis}_m`)[k]);

export class States {
  /** @param {any} mission */
  constructor(mission) {
    this.mission = mission;
    /** @type {Map<string, Table>} */
    this.tables = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.asked = new Map();
  }
  /** @param {string} path */
  ask(path) {
    if (!this.asked.has(path)) this.asked.set(path, loadTable(path).then((found) => void this.tables.set(path, found)).catch(() => void this.asked.delete(path)));
    return this.asked.get(path);
  }
  /** The flight that is on at an instant: the last one whose span holds it. @param {number} t */
  flightAt(t) {
    return this.mission.flights.findLast((/** @type {any} */ f) => f.span && f.span[0] <= t && t <= f.span[1]) ?? null;
  }
  /** Ask for what an instant is shown with: how the sky stands, and the leg that is on or comes next. @param {any} flight @param {number} t */
  async first(flight, t) {
    const leg = flight.legs.find((/** @type {any} */ l) => t <= l.end) ?? flight.legs.at(-1);
    await Promise.all([this.ask(`/api/sky/${flight.name}`), ...(leg ? [this.ask(legPath(flight, leg))] : [])]);
  }
  /** Ask for all of a flight's tables; those of the instant come first, the station's path last. @param {any} flight @param {number} t */
  async need(flight, t) {
    await this.first(flight, t);
    await Promise.all(flight.legs.map((/** @type {any} */ leg) => this.ask(legPath(flight, leg))));
    await this.ask(`/api/station/${flight.name}`);
  }
  /** @param {any} flight @param {any} leg */
  leg(flight, leg) { return this.tables.get(legPath(flight, leg)); }

  /** Everything at an instant of page time. @param {number} t */
  at(t) {
    const flight = this.flightAt(t);
    /** @type {any} */
    const state = { t, flight: flight?.name ?? null, leg: null, source: "none", ship: null, station: null, q_BODY_GCRF: null, q_ITRF_GCRF: null, sun_GCRF: null, moon_GCRF: null, rtn: null, channels: {}, met_s: flight && flight.liftoff !== null ? t - flight.liftoff : null, ready: true };
    if (!flight) return state;
    this.sky(state, flight, t);
    const leg = flight.legs.findLast((/** @type {any} */ l) => l.start <= t + 1e-9);
    const told = leg && t <= leg.end + 1e-6 ? leg : null, table = told && this.leg(flight, told);
    state.ready = state.q_ITRF_GCRF !== null && (!told || !!table);
    this.stationFromFiles(state, flight, t);
    if (told && table) this.inLeg(state, told, table, t);
    else if (!told) this.outside(state, flight, leg, t);
    this.derived(state);
    return state;
  }
  /** @param {any} state @param {any} flight @param {number} t */
  sky(state, flight, t) {
    const sky = this.tables.get(`/api/sky/${flight.name}`);
    if (!sky) return;
    const k = Math.max(0, Math.min(rowAt(sky.t, t), sky.rows - 2)), f = (t - sky.t[k]) / (sky.t[k + 1] - sky.t[k]);
    state.q_ITRF_GCRF = slerp(sky, "q_ITRF_GCRF_", k, t);
    state.moon_distance_m = sky.column("moon_distance_m")[k];
    for (const body of ["sun", "moon"]) state[`${body}_GCRF`] = XYZ.map((c) => { const at = sky.column(`${body}_GCRF_${c}`); return at[k] + f * (at[k + 1] - at[k]); });
  }
  /** @param {any} state @param {any} flight @param {number} t */
  stationFromFiles(state, flight, t) {
    const known = this.tables.get(`/api/station/${flight.name}`);
    if (known && known.rows > 1 && t >= known.t[0] && t <= known.t[known.rows - 1]) state.station = cubic(known, "station_", rowAt(known.t, t), t);
  }
  /** @param {any} state @param {any} leg @param {Table} table @param {number} t */
  inLeg(state, leg, table, t) {
    const k = Math.max(0, rowAt(table.t, t)), j = Math.min(k + 1, table.rows - 1), h = table.t[j] - table.t[k];
    state.leg = leg.name;
    state.phase = leg.phase;
    if (h > DOCKED_GAP_s && table.has("r_RTN_R_m")) return this.riding(state, table, k);
    state.source = "record";
    state.ship = cubic(table, "", k, t);
    const beside = table.has("station_r_GCRF_x_m") ? cubic(table, "station_", k, t) : null;
    if (beside && Number.isFinite(beside.r[0])) state.station = beside;
    if (table.has("q_BODY_GCRF_w")) state.q_BODY_GCRF = slerp(table, "q_BODY_GCRF_", k, t);
    const f = h > 0 ? Math.min(1, Math.max(0, (t - table.t[k]) / h)) : 0;
    for (const name of Object.keys(this.mission.channels)) {
      if (table.has(name)) { const at = table.column(name); state.channels[name] = at[k] + f * (at[j] - at[k]); }
    }
  }
  /** The ship as it hung on the station at a row of a table. @param {any} state @param {Table} table @param {number} k */
  riding(state, table, k) {
    state.source = "docked";
    if (!state.station) { state.ready = false; return; }
    const axes = axesRTN(state.station.r, state.station.v);
    state.ship = { r: add(state.station.r, from(axes, three(table, "r_RTN_", k))), v: state.station.v };
    if (!table.has("q_BODY_GCRF_w")) return;
    const then = cubic(table, "station_", k, table.t[k]), was = axesRTN(then.r, then.v);
    const fixed = after(inverse(attitude(was[0], was[1], was[2])), slerp(table, "q_BODY_GCRF_", k, table.t[k]));
    state.q_BODY_GCRF = after(attitude(axes[0], axes[1], axes[2]), fixed);
  }
  /** Before the first leg, or after the last: at the station, or on the ground. @param {any} state @param {any} flight @param {any} before @param {number} t */
  outside(state, flight, before, t) {
    const leg = before ?? flight.legs[0], table = leg && this.leg(flight, leg), sky = this.tables.get(`/api/sky/${flight.name}`);
    if (!table || !sky || !state.q_ITRF_GCRF) { state.ready = false; return; }
    const k = before ? table.rows - 1 : 0;
    if (table.has("r_RTN_R_m")) return this.riding(state, table, k);
    const there = cubic(table, "", before ? k - 1 : k, table.t[k]), was = slerp(sky, "q_ITRF_GCRF_", rowAt(sky.t, table.t[k]), table.t[k]);
    const moved = after(state.q_ITRF_GCRF, inverse(was));
    state.source = "ground";
    state.ship = { r: turn(moved, there.r), v: turn(moved, there.v) };
  }
  /** What follows from the places. @param {any} state */
  derived(state) {
    if (!state.ship || !state.q_ITRF_GCRF) return;
    const [latitude, longitude, height] = geodetic(turn(inverse(state.q_ITRF_GCRF), state.ship.r));
    Object.assign(state, { latitude_deg: (latitude * 180) / Math.PI, longitude_deg: (longitude * 180) / Math.PI, height_m: height, speed_m_s: norm(state.ship.v) });
    if (!state.station) return;
    const axes = axesRTN(state.station.r, state.station.v), apart = sub(state.ship.r, state.station.r);
    state.rtn = along(axes, apart);
    state.range_m = norm(apart);
  }
}

/** @param {any} flight @param {any} leg */
export const legPath = (flight, leg) => `/api/telemetry/${flight.name}/${leg.name}`;
