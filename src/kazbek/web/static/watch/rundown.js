// The programme: what was announced beside what happened, over and under; the two are never mixed.
import { $, fill, made } from "./dom.js";
import { spanText } from "./times.js";

/** @param {any} page */
export function makeRundown(page) {
  /** @type {[any, HTMLElement][]} */
  let rows = [];
  const clock = (/** @type {number | null} */ t) => (t === null ? "" : page.times.text(t).slice(5, 16));

  /** How late an act was: over (+) and under (-). @param {number | null} delay */
  const late = (delay) => (delay === null ? "" : `${delay < 0 ? "-" : "+"}${spanText(Math.abs(delay))}`);

  function build() {
    const slots = page.mission.slots;
    fill($("rundown"), ["block", "opens, announced", "act, announced", "act, actual", "over or under", "now"], slots.map((/** @type {any} */ slot) => {
      const name = made("th", "", { scope: "row" }), a = /** @type {HTMLAnchorElement} */ (made("a", slot.title, { href: `#t=${page.times.iso(slot.opens)}` }));
      a.addEventListener("click", (event) => { event.preventDefault(); page.seek(slot.opens); });
      name.append(a);
      const announced = { class: slot.announced ? "announced" : "derived" };
      return [name, made("td", slot.announced ? clock(slot.opens) : `${clock(slot.opens)} (usual lead)`, announced), made("td", clock(slot.planned), announced), clock(slot.actual), made("td", late(slot.delay_s), { class: Math.abs(slot.delay_s ?? 0) > 60 ? "late" : "" }), made("td", "")];
    }));
    rows = slots.map((/** @type {any} */ slot, /** @type {number} */ i) => [slot, $("rundown").tBodies[0].rows[i]]);
    $("programme-note").textContent = `UTC. Announced: ${[...new Set(slots.filter((/** @type {any} */ s) => s.announced).map((/** @type {any} */ s) => s.source))].join("; ") || "nothing; the usual leads are used"}.`;
    const told = made("script", JSON.stringify(page.mission.schema_org), { type: "application/ld+json", id: "schema" });
    document.getElementById("schema")?.remove();
    document.head.append(told);
  }
  /** What a block is doing at an instant. @param {any} slot @param {number} t */
  function doing(slot, t) {
    if (slot.state === "cancelled") return "cancelled";
    if (t < slot.opens) return `opens in ${spanText(slot.opens - t)}`;
    if (slot.actual !== null && t >= slot.actual) return t < slot.closes ? "act done, on air" : "closed";
    if (slot.planned !== null && t > slot.planned) return `late by ${spanText(t - slot.planned)}`;
    const act = slot.planned ?? slot.actual;
    return act === null ? "on air" : `on air, act planned in ${spanText(act - t)}`;
  }
  /** @param {any} state */
  function show(state) {
    for (const [slot, row] of rows) {
      const said = doing(slot, state.t), cell = /** @type {HTMLTableRowElement} */ (row).cells[5];
      if (cell.textContent !== said) cell.textContent = said;
      row.classList.toggle("on", state.t >= slot.opens && state.t < slot.closes && slot.state !== "cancelled");
    }
  }
  return { build, show };
}
