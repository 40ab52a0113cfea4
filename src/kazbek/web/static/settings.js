// A player's own settings: keys, sticks, palette, how much is shown, sound. Kept in this browser.
import { BINDINGS, PADS, keep, moved, rebind, recall, usual } from "./inputs.js";
import { $ } from "./panel.js";

const STORE = "kazbek-cockpit";
const AXES = ["ahead", "right", "down", "roll right", "pitch up", "yaw right"];
/** @type {{ palette: string, figures: string, overlay: boolean, sound: boolean }} */
export const chosen = { palette: "green", figures: "all", overlay: false, sound: false };

/** @param {() => void} changed */
export function makeSettings(changed) {
  recall();
  try { Object.assign(chosen, JSON.parse(localStorage.getItem(STORE) ?? "{}")); } catch { /* as usual */ }
  const box = $("choices");
  const apply = () => {
    document.body.dataset.palette = chosen.palette;
    document.body.dataset.figures = chosen.figures;
    $("overlay").hidden = !chosen.overlay || chosen.figures === "none";
    try { localStorage.setItem(STORE, JSON.stringify(chosen)); } catch { /* for this visit only */ }
    changed();
  };
  box.append(
    choice("Palette", [["green", "green"], ["blue", "blue and orange, for colour-blind eyes"], ["plain", "white, high contrast"]], "palette", apply),
    choice("Realism", [["all", "figures kept up to date by the computer"], ["fresh", "only what Kurs measures"], ["none", "none: eye and grid"]], "figures", apply),
    tick("Format 44: figures over the picture", "overlay", apply),
    tick("Sound of the jets", "sound", apply),
  );
  keyTable();
  padTable();
  apply();
}

/** @param {string} name @param {string[][]} options @param {"palette" | "figures"} key @param {() => void} apply */
function choice(name, options, key, apply) {
  const label = document.createElement("label"), select = document.createElement("select");
  label.textContent = `${name} `;
  for (const [value, words] of options) select.append(new Option(words, value));
  select.value = chosen[key];
  select.addEventListener("change", () => { chosen[key] = select.value; apply(); select.blur(); });
  label.append(select);
  return label;
}

/** @param {string} name @param {"overlay" | "sound"} key @param {() => void} apply */
function tick(name, key, apply) {
  const label = document.createElement("label"), box = document.createElement("input");
  box.type = "checkbox";
  box.checked = chosen[key];
  box.addEventListener("change", () => { chosen[key] = box.checked; apply(); box.blur(); });
  label.append(box, ` ${name}`);
  return label;
}

/** Each function with its key; a press on it waits for another one. */
function keyTable() {
  const table = $("remap");
  table.replaceChildren();
  for (const [code, [, , words]] of Object.entries(BINDINGS)) {
    const button = document.createElement("button");
    button.textContent = `${words}: ${named(code)}`;
    button.addEventListener("click", () => {
      button.textContent = `${words}: press a key`;
      addEventListener("keydown", (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (event.code !== "Escape") rebind(code, event.code);
        keyTable();
      }, { once: true, capture: true });
      button.blur();
    });
    table.append(button);
  }
}

/** Each axis with what moves it; a press on it waits for a stick. */
function padTable() {
  const table = $("sticks-map");
  table.replaceChildren();
  AXES.forEach((words, axis) => {
    const button = document.createElement("button"), pad = PADS[axis];
    button.textContent = `${words}: ${pad ? `device ${pad.pad + 1}, ${pad.kind} ${pad.at + 1}` : "usual"}`;
    button.addEventListener("click", async () => {
      button.textContent = `${words}: move the stick that way`;
      const found = await moved(5);
      if (found) { PADS[axis] = found; keep(); }
      padTable();
    });
    table.append(button);
  });
  const again = document.createElement("button");
  again.textContent = "usual keys and sticks";
  again.addEventListener("click", () => { usual(); keyTable(); padTable(); });
  table.append(again);
}

/** @param {string} code */
export const named = (code) => code.replace("Key", "").replace("Digit", "").replace("Arrow", "arrow ");

/** A hiss while jets fire; nothing before the player has asked for it. */
export function makeSound() {
  /** @type {GainNode | null} */
  let gain = null;
  return (/** @type {number} */ jets) => {
    if (!chosen.sound) { if (gain) gain.gain.value = 0; return; }
    if (!gain) {
      const audio = new AudioContext(), noise = audio.createBufferSource(), data = audio.createBuffer(1, audio.sampleRate, audio.sampleRate);
      const samples = data.getChannelData(0);
      for (let i = 0; i < samples.length; i++) samples[i] = 2 * Math.random() - 1;
      noise.buffer = data;
      noise.loop = true;
      gain = audio.createGain();
      gain.gain.value = 0;
      noise.connect(gain).connect(audio.destination);
      noise.start();
    }
    gain.gain.value = jets ? 0.06 : 0;
  };
}
