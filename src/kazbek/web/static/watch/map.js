// The way over the ground, half a revolution back and one ahead; pad, zone, day and night, and who hears the ship.
import { $, colour, pen } from "./dom.js";
import { place } from "./figures.js";
import { dot, geodetic, inverse, norm, placeITRF, sub, turn, unit } from "./math.js";
import { spanText } from "./times.js";

const BACK_s = 2700, ON_s = 5400, STEP_s = 30, DEG = 180 / Math.PI;

/** @param {any} page */
export function makeMap(page) {
  const picture = new Image();
  picture.src = page.picture("/texture/earth.jpg");
  let wayFrom = NaN, wayFlight = "";
  /** @type {number[][]} */
  let way = [];

  /** @param {number[]} r_GCRF @param {number[]} q */
  const below = (r_GCRF, q) => { const [latitude, longitude] = geodetic(turn(inverse(q), r_GCRF)); return [latitude * DEG, longitude * DEG]; };

  /** @param {any} state */
  function refresh(state) {
    const stale = Math.floor(state.t / 60);
    if (stale === wayFrom && wayFlight === state.flight && way.length) return;
    wayFrom = stale;
    wayFlight = state.flight;
    way = [];
    for (let t = state.t - BACK_s; t <= state.t + ON_s; t += STEP_s) {
      const then = page.states.at(t);
      if (then.flight === state.flight && then.latitude_deg !== undefined) way.push([t, then.latitude_deg, then.longitude_deg, ...then.ship.r]);
    }
  }
  /** The elevation of the ship over a ground station's horizon, rad. @param {any} station @param {any} state */
  function elevation(station, state) {
    const at = placeITRF(station.latitude_deg / DEG, station.longitude_deg / DEG, 0), up = unit(at), apart = sub(turn(inverse(state.q_ITRF_GCRF), state.ship.r), at);
    return Math.asin(dot(apart, up) / norm(apart));
  }
  /** Which stations hear the ship now, and the next that will. @param {any} state */
  function passes(state) {
    const flight = page.flightNamed(state.flight), stations = flight?.ground_stations ?? [];
    if (!stations.length || !state.ship || state.source === "ground") return "";
    const heard = (/** @type {any} */ s, /** @type {any} */ at) => at.ship && elevation(s, at) >= s.elevation_deg / DEG;
    const now = stations.filter((/** @type {any} */ s) => heard(s, state)).map((/** @type {any} */ s) => s.name);
    if (now.length) return `In line of sight: ${now.join(", ")}.`;
    for (let ahead = 60; ahead <= ON_s; ahead += 60) {
      const then = page.states.at(state.t + ahead), found = then.flight === state.flight && then.q_ITRF_GCRF && stations.find((/** @type {any} */ s) => heard(s, then));
      if (found) return `No ground station hears the ship; ${found.name} will in about ${spanText(ahead)}.`;
    }
    return "No ground station hears the ship for the next hour and a half.";
  }
  /** @param {any} state */
  function show(state) {
    const [p, w, h] = pen($("map")), x = (/** @type {number} */ longitude) => ((longitude + 180) / 360) * w, y = (/** @type {number} */ latitude) => ((90 - latitude) / 180) * h;
    p.clearRect(0, 0, w, h);
    if (picture.complete && picture.naturalWidth) p.drawImage(picture, 0, 0, w, h);
    if (!state.q_ITRF_GCRF) return;
    night(p, w, h, turn(inverse(state.q_ITRF_GCRF), state.sun_GCRF));
    const flight = page.flightNamed(state.flight);
    for (const station of flight?.ground_stations ?? []) spot(p, x(station.longitude_deg), y(station.latitude_deg), 2.5, "#9fd0ff");
    for (const at of flight?.places ?? []) spot(p, x(at.longitude_deg), y(at.latitude_deg), 4, "#ffd27a");
    if (!state.ship) return;
    refresh(state);
    track(p, w, x, y, state.t);
    if (state.station) { const [latitude, longitude] = below(state.station.r, state.q_ITRF_GCRF); spot(p, x(longitude), y(latitude), 5, "#8dff9b"); }
    spot(p, x(state.longitude_deg), y(state.latitude_deg), 5, "#ff7a3c");
    $("map").setAttribute("aria-label", `Ground track; the ship is over ${place(state.latitude_deg, state.longitude_deg)}`);
    const said = passes(state);
    if ($("passes").textContent !== said) $("passes").textContent = said;
  }
  /** @param {CanvasRenderingContext2D} p @param {number} w @param {(l: number) => number} x @param {(l: number) => number} y @param {number} now */
  function track(p, w, x, y, now) {
    p.lineWidth = 2;
    for (const past of [true, false]) {
      p.strokeStyle = past ? "#ff7a3c" : "#ffffffb0";
      p.setLineDash(past ? [] : [5, 4]);
      p.beginPath();
      let last = NaN;
      for (const [t, latitude, longitude] of way) {
        if (t <= now + STEP_s !== past && t > now === past) continue;
        if (Math.abs(x(longitude) - last) < w / 2) p.lineTo(x(longitude), y(latitude));
        else p.moveTo(x(longitude), y(latitude));
        last = x(longitude);
      }
      p.stroke();
    }
    p.setLineDash([]);
  }
  return { show };
}

/** @param {CanvasRenderingContext2D} p @param {number} x @param {number} y @param {number} r @param {string} fill */
function spot(p, x, y, r, fill) {
  p.fillStyle = fill;
  p.strokeStyle = "#000";
  p.lineWidth = 1;
  p.beginPath();
  p.arc(x, y, r, 0, 7);
  p.fill();
  p.stroke();
}

/** Shade the half of the Earth that the Sun does not see. @param {CanvasRenderingContext2D} p @param {number} w @param {number} h @param {number[]} sun ITRF */
function night(p, w, h, sun) {
  const declination = Math.asin(sun[2]), noon = Math.atan2(sun[1], sun[0]);
  p.fillStyle = "#00081880";
  p.beginPath();
  for (let i = 0; i <= 180; i++) {
    const longitude = -Math.PI + (i * Math.PI) / 90, latitude = Math.atan(-Math.cos(longitude - noon) / Math.tan(declination));
    p.lineTo((i / 180) * w, ((Math.PI / 2 - latitude) / Math.PI) * h);
  }
  const pole = declination > 0 ? h : 0;
  p.lineTo(w, pole);
  p.lineTo(0, pole);
  p.fill();
}
