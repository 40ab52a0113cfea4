// The ship in the station's frame: forward to the right, up to the top, as mission control draws it.
import { $, colour, pen } from "./dom.js";
import { distance } from "./figures.js";

/** @param {any} page */
export function makeChase(page) {
  /** Places of a leg, thinned. @type {Map<string, number[][]>} */
  const ways = new Map();
  /** @param {any} flight */
  function way(flight) {
    const found = [];
    for (const leg of flight.legs) {
      const table = page.states.leg(flight, leg), key = `${flight.name}/${leg.name}/${leg.rows}`;
      if (!table?.has("r_RTN_R_m")) continue;
      if (!ways.has(key)) {
        const R = table.column("r_RTN_R_m"), T = table.column("r_RTN_T_m"), step = Math.max(1, Math.floor(table.rows / 600)), rows = [];
        for (let i = 0; i < table.rows; i += step) rows.push([table.t[i], R[i], T[i]]);
        ways.set(key, rows);
      }
      found.push(/** @type {number[][]} */ (ways.get(key)));
    }
    return found;
  }
  /** @param {any} state */
  function show(state) {
    const flight = page.flightNamed(state.flight), shown = !!(state.rtn && flight && state.source !== "ground" && state.range_m < 3e6);
    $("chase-box").hidden = !shown;
    if (!shown) return;
    const [p, w, h] = pen($("chase")), [R, T, N] = state.rtn, reach = Math.max(60, 1.25 * Math.hypot(R, T)), scale = (0.46 * Math.min(w, h * 1.6)) / reach;
    const x = (/** @type {number} */ t) => w / 2 + t * scale, y = (/** @type {number} */ r) => h / 2 - r * scale;
    p.clearRect(0, 0, w, h);
    p.strokeStyle = colour("--line");
    p.lineWidth = 1;
    for (const k of [-1, -0.5, 0.5, 1]) { p.beginPath(); p.arc(w / 2, h / 2, Math.abs(k) * reach * scale, 0, 7); p.stroke(); }
    for (const [past, shade] of /** @type {[boolean, string][]} */ ([[false, colour("--line")], [true, colour("--mark")]])) {
      p.strokeStyle = shade;
      p.lineWidth = past ? 2 : 1.5;
      for (const rows of way(flight)) {
        p.beginPath();
        for (const [t, r, a] of rows) if (t <= state.t || !past) p.lineTo(x(a), y(r));
        p.stroke();
      }
    }
    p.fillStyle = colour("--good");
    p.fillRect(w / 2 - 4, h / 2 - 4, 8, 8);
    p.fillStyle = colour("--mark");
    p.beginPath();
    p.arc(x(T), y(R), 5, 0, 7);
    p.fill();
    p.fillStyle = colour("--dim");
    p.fillText(`ring ${distance(reach / 2)}; forward →, up ↑`, 6, h - 6);
    $("chase-text").textContent = `${distance(Math.abs(R))} ${R < 0 ? "below" : "above"}, ${distance(Math.abs(T))} ${T < 0 ? "behind" : "ahead"}, ${distance(Math.abs(N))} ${N < 0 ? "right" : "left"} of its path.`;
  }
  return { show };
}
