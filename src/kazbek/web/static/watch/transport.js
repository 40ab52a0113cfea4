// Hands on the clock: slider, buttons, keys, a typed time, the address's #t=.
import { $, colour, made, pen } from "./dom.js";
import { RATES } from "./clock.js";
import { words } from "./figures.js";

/** @typedef {{ key: string, does: string, act: (event: KeyboardEvent) => void }} Binding */

/** @param {any} page */
export function makeTransport(page) {
  const { clock, times } = page;
  const slider = /** @type {HTMLInputElement} */ ($("slider")), rate = /** @type {HTMLSelectElement} */ ($("rate")), typed = /** @type {HTMLInputElement} */ ($("typed"));
  let marked = 0, written = "";
  for (const r of RATES) rate.append(made("option", `${r}×`, { value: String(r) }));

  /** @param {string} said */
  function goTo(said) {
    const t = page.named(said) ?? times.read(said, clock.now, page.liftoff());
    const refused = Number.isNaN(t);
    $("refused").textContent = refused ? `“${said}” is no instant: give T+1:02:03, 12:18:07, 2021-10-05T12:18:07Z, or an event` : "";
    if (!refused) page.seek(t);
  }
  /** The next or previous event of all flights. @param {number} way */
  function hop(way) {
    const events = page.mission.events, now = clock.now;
    const found = way > 0 ? events.find((/** @type {any} */ e) => e.t > now + 0.01) : events.findLast((/** @type {any} */ e) => e.t < now - 0.01);
    if (found) page.seek(found.t);
  }
  const toggle = () => clock.hold(!clock.held);
  const back = () => clock.run(-clock.rate);
  /** @type {Record<string, Binding>} */
  const keys = {
    " ": { key: "Space", does: "hold or run", act: toggle },
    ArrowLeft: { key: "← →", does: "10 s back or on; with Shift a minute", act: (e) => page.seek(clock.now - (e.shiftKey ? 60 : 10)) },
    ArrowRight: { key: "", does: "", act: (e) => page.seek(clock.now + (e.shiftKey ? 60 : 10)) },
    PageUp: { key: "PageUp PageDown", does: "previous or next event", act: () => hop(-1) },
    PageDown: { key: "", does: "", act: () => hop(1) },
    Home: { key: "Home End", does: "beginning or end of the flight", act: () => page.seek(page.span()[0]) },
    End: { key: "", does: "", act: () => page.seek(page.span()[1]) },
    "+": { key: "+ -", does: "faster or slower", act: () => clock.step(1) },
    "=": { key: "", does: "", act: () => clock.step(1) },
    "-": { key: "", does: "", act: () => clock.step(-1) },
    r: { key: "R", does: "run backwards or forwards", act: back },
    g: { key: "G", does: "type an instant", act: () => typed.focus() },
    z: { key: "Z", does: "next clock beside UTC", act: () => page.nextZone() },
  };
  addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || (at instanceof HTMLInputElement && at.type !== "range" && at.type !== "checkbox") || at instanceof HTMLSelectElement) return;
    if (at instanceof HTMLButtonElement && event.key === " ") return;
    const binding = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? page.moreKeys[event.key.toLowerCase()];
    if (!binding) return;
    event.preventDefault();
    binding.act(event);
  });
  function describe() {
    $("keys").replaceChildren();
    for (const { key, does } of [...Object.values(keys), ...Object.values(page.moreKeys)]) if (/** @type {string} */ (key)) $("keys").append(made("dt", key), made("dd", does));
  }
  $("hold").addEventListener("click", toggle);
  $("previous").addEventListener("click", () => hop(-1));
  $("next").addEventListener("click", () => hop(1));
  $("back").addEventListener("click", back);
  rate.addEventListener("change", () => clock.run(Math.sign(clock.rate) * Number(rate.value)));
  typed.addEventListener("change", () => { if (typed.value.trim()) goTo(typed.value); typed.blur(); });
  slider.addEventListener("input", () => { const [a, b] = page.span(); page.seek(a + ((b - a) * Number(slider.value)) / 10000); });
  addEventListener("hashchange", () => { if (location.hash !== written) fromHash(); });

  function fromHash() {
    const said = new URLSearchParams(location.hash.slice(1)).get("t");
    if (said === null) return false;
    goTo(said.replaceAll(" ", "+"));  // a plus in an address may come as a blank
    return true;
  }
  /** Where the clock stands, on the controls and in the address. @param {number} wall ms */
  function show(wall) {
    const [a, b] = page.span();
    slider.value = String(Math.round(((clock.now - a) / (b - a)) * 10000));
    slider.setAttribute("aria-valuetext", `${times.text(clock.now)} UTC`);
    $("hold").textContent = clock.held ? "run" : "hold";
    $("hold").setAttribute("aria-pressed", String(clock.held));
    $("back").setAttribute("aria-pressed", String(clock.rate < 0));
    if (document.activeElement !== rate) rate.value = String(Math.abs(clock.rate));
    if (wall - marked < 1000 && !clock.held) return;
    marked = wall;
    const fresh = `#t=${times.iso(clock.now)}`;
    if (fresh === written || (written === "" && !location.hash && clock.held)) return;
    written = fresh;
    history.replaceState(null, "", fresh);
  }
  function ticks() {
    const [p, w, h] = pen($("ticks")), [a, b] = page.span(), dim = colour("--dim"), mark = colour("--mark");
    p.clearRect(0, 0, w, h);
    for (const event of page.mission.events) {
      if (event.t < a || event.t > b) continue;
      const failed = page.isFailure(event.name);
      p.fillStyle = failed ? mark : dim;
      p.fillRect(((event.t - a) / (b - a)) * w, failed ? 0 : 5, 1.5, h);
    }
  }
  function names() {
    $("names").replaceChildren(...page.mission.events.map((/** @type {any} */ e) => made("option", words(e.name), { value: e.id })));
  }
  return { show, ticks, names, fromHash, describe, goTo, hop };
}
