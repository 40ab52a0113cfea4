// What is heard: a caption over the picture, and every line in a list that can be linked to.
import { $, made } from "./dom.js";
import { follow } from "./lists.js";
import { metText } from "./times.js";

/** @param {any} page */
export function makeVoices(page) {
  /** @type {[any, HTMLElement][]} */
  let lines = [];
  let language = "en", heard = "";

  function build() {
    lines = page.mission.cues.map((/** @type {any} */ cue) => {
      const flight = page.flightNamed(cue.id.split("/")[0]), item = made("li", "", { class: cue.kind }), liftoff = flight?.liftoff ?? null;
      const a = /** @type {HTMLAnchorElement} */ (made("a", cue[language] ?? "", { href: `#t=${page.times.iso(cue.t)}` }));
      a.addEventListener("click", (event) => { event.preventDefault(); page.seek(cue.t); });
      item.append(made("span", liftoff === null || cue.t - liftoff > 864000 ? page.times.text(cue.t).slice(5) : metText(cue.t - liftoff), { class: "when" }), a);
      return /** @type {[any, HTMLElement]} */ ([cue, item]);
    });
    $("voices").replaceChildren(...lines.map(([, item]) => item));
    $("voices").lang = $("caption").lang = language;
  }
  $("language").addEventListener("change", () => { language = $("language").value; heard = ""; build(); });
  /** @param {any} state */
  function show(state) {
    const on = lines.findLastIndex(([cue]) => cue.t <= state.t + 1e-6), cue = lines[on]?.[0], spoken = cue && state.t <= cue.end && $("spoken").checked ? cue[language] ?? "" : "";
    if (spoken !== heard) {
      heard = spoken;
      $("caption").textContent = spoken;
      $("caption").classList.toggle("interrupt", cue?.kind === "interrupt");
    }
    lines.forEach(([, item], i) => { if (item.classList.contains("on") !== (i === on)) { item.classList.toggle("on", i === on); if (i === on) follow($("voices"), item); } });
  }
  return { build, show };
}
