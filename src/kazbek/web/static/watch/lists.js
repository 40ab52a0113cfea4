// Lists that a person reads or follows: events, crew, burns, predicted against flown, notes. Each line can be linked to.
import { $, fill, made } from "./dom.js";
import { figure, words } from "./figures.js";
import { metText } from "./times.js";

const IGNITION = /^(burn_\d+|deorbit_burn_start|separation_burn_\d+)$/;

/** @param {any} page */
export function makeLists(page) {
  const { times } = page;
  /** @type {[number, HTMLElement][]} */
  let lines = [];

  /** A link to an instant. @param {number} t @param {string} text */
  function link(t, text) {
    const a = /** @type {HTMLAnchorElement} */ (made("a", text, { href: `#t=${times.iso(t)}` }));
    a.addEventListener("click", (event) => { event.preventDefault(); page.seek(t); });
    return a;
  }
  function events() {
    lines = page.mission.events.map((/** @type {any} */ event) => {
      const item = made("li"), when = made("span", event.met_s === null || Math.abs(event.met_s) > 864000 ? times.text(event.t) : metText(event.met_s), { class: "when" });
      item.append(when, link(event.t, words(event.name)), document.createTextNode(` ${event.text || event.meaning}${event.attempt ? `: attempt ${event.attempt}, ${event.cause}; ${event.next_try ? `next try is ${words(event.next_try)}` : "no next try in this record"}` : ""}`));
      return /** @type {[number, HTMLElement]} */ ([event.t, item]);
    });
    $("events").replaceChildren(...lines.map(([, item]) => item));
  }
  function burns() {
    const found = page.mission.events.filter((/** @type {any} */ e) => IGNITION.test(e.name));
    fill($("burns"), ["burn", "UTC", "Δv", "lasts", "engine"], found.map((/** @type {any} */ e) => [
      link(e.t, words(e.name)), times.text(e.t).slice(5), e.values.delta_v_m_s === undefined ? "" : `${e.values.delta_v_m_s.toFixed(2)} m/s`, e.values.duration_s === undefined ? "" : `${e.values.duration_s.toFixed(1)} s`, e.values.engine ?? "",
    ]).map((/** @type {any[]} */ cells) => { const th = made("th", "", { scope: "row" }); th.append(cells[0]); return [th, ...cells.slice(1)]; }));
  }
  function comparison() {
    const rows = page.mission.comparison.map((/** @type {any} */ row) => {
      const shown = (/** @type {any} */ v) => (typeof v === "string" ? v.slice(11, 19) : String(Number(Number(v).toPrecision(7))));
      const verdict = made("td", row.within ? "within" : "missed", row.within ? {} : { class: "over" });
      return [`${words(row.flight)}: ${words(row.quantity)}`, shown(row.predicted), shown(row.flown), `${row.difference > 0 ? "+" : ""}${Number(Number(row.difference).toPrecision(3))} ${row.unit}`, verdict];
    });
    fill($("comparison"), ["quantity", "predicted", "flown", "difference", "gate"], rows, rows.length ? "" : "History does not know this flight.");
  }
  function notes() {
    $("notes").replaceChildren(...[page.mission.credibility, ...page.mission.notes, "Places, attitudes where the record keeps them, light and the turn of the Earth are computed; flames, plasma, clouds of dust, canopies' folds and attitudes that no leg keeps are by eye."].filter(Boolean).map((text) => made("li", text)));
  }
  /** @param {any} state */
  function crew(state) {
    const flight = page.flightNamed(state.flight);
    if (!flight) return;
    const where = state.source === "docked" ? aboardText(page, flight, state.t) : state.source === "ground" && state.t > flight.legs.at(-1)?.end ? "on the ground" : `in ${flight.ship}`;
    const said = flight.crew.map((/** @type {any} */ c) => `${c.name}${c.role ? `, ${c.role}` : ""}${c.seat ? `, ${c.seat} seat` : ""}: ${where}`);
    if ($("crew").textContent === said.join("")) return;
    $("crew").replaceChildren(...said.map((/** @type {string} */ text) => made("li", text)));
  }
  /** @param {any} state */
  function show(state) {
    let on = -1;
    lines.forEach(([t], i) => { if (t <= state.t + 1e-6) on = i; });
    lines.forEach(([, item], i) => { if (item.classList.contains("on") !== (i === on)) { item.classList.toggle("on", i === on); if (i === on) follow($("events"), item); } });
    crew(state);
  }
  function build() { events(); burns(); comparison(); notes(); }
  return { build, show };
}

/** Until the hatch opens the crew sits in the ship. @param {any} page @param {any} flight @param {number} t */
function aboardText(page, flight, t) {
  const closed = page.mission.events.findLast((/** @type {any} */ e) => e.flight === flight.name && e.t <= t && (e.name === "hatch_open" || e.name === "hatch_closed"));
  return closed?.name === "hatch_open" ? "aboard the station" : `in ${flight.ship}, docked`;
}

/** Keep a line in sight without moving the page. @param {HTMLElement} list @param {HTMLElement} item */
export function follow(list, item) {
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - 40) list.scrollTop = top - list.clientHeight / 3;
}
