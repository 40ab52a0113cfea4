// Hands: keyboard by physical key, gamepads, touch. All become six axes (fore, right, down; roll, pitch, yaw) in -127..127.

/** What a physical key does: axis and sign; a player's own keys take the places of these. @type {Record<string, [number, number, string]>} */
const USUAL = {
  KeyW: [0, 1, "ahead"], KeyS: [0, -1, "back"], KeyD: [1, 1, "right"], KeyA: [1, -1, "left"],
  KeyF: [2, 1, "down"], KeyR: [2, -1, "up"], KeyE: [3, 1, "roll right"], KeyQ: [3, -1, "roll left"],
  ArrowUp: [4, 1, "pitch up"], ArrowDown: [4, -1, "pitch down"], ArrowRight: [5, 1, "yaw right"], ArrowLeft: [5, -1, "yaw left"],
};
/** @type {Record<string, [number, number, string]>} */
export const BINDINGS = { ...USUAL };
/** Axis of the ship -> what of which device moves it; empty: the usual places. @type {({ pad: number, kind: "axis" | "button", at: number, sign: number } | null)[]} */
export const PADS = [null, null, null, null, null, null];
const STORE = "kazbek-hands";

/** Take another key for what a key did. @param {string} old @param {string} code */
export function rebind(old, code) {
  if (code === old || !(old in BINDINGS)) return;
  const taken = BINDINGS[code], moved = BINDINGS[old];
  delete BINDINGS[old];
  if (taken) BINDINGS[old] = taken;
  BINDINGS[code] = moved;
  keep();
}

/** Back to the usual keys and sticks. */
export function usual() {
  for (const code of Object.keys(BINDINGS)) delete BINDINGS[code];
  Object.assign(BINDINGS, USUAL);
  PADS.fill(null);
  keep();
}

export function keep() { try { localStorage.setItem(STORE, JSON.stringify({ keys: BINDINGS, pads: PADS })); } catch { /* no store: for this visit only */ } }

export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "null");
    if (!kept) return;
    for (const code of Object.keys(BINDINGS)) delete BINDINGS[code];
    Object.assign(BINDINGS, kept.keys);
    kept.pads.forEach((/** @type {any} */ pad, /** @type {number} */ i) => { PADS[i] = pad; });
  } catch { usual(); }
}

/** What is moved farthest from where it rested, on any device, within some seconds. @param {number} seconds */
export function moved(seconds) {
  const rest = state();
  return new Promise((/** @type {(found: { pad: number, kind: "axis" | "button", at: number, sign: number } | null) => void} */ done) => {
    const until = performance.now() + 1000 * seconds;
    const look = () => {
      for (const one of state()) {
        const was = rest.find((r) => r.pad === one.pad && r.kind === one.kind && r.at === one.at)?.value ?? 0;
        if (Math.abs(one.value - was) > 0.6) { done({ pad: one.pad, kind: one.kind, at: one.at, sign: Math.sign(one.value - was) }); return; }
      }
      if (performance.now() > until) done(null);
      else setTimeout(look, 30);
    };
    look();
  });
}

/** @returns {{ pad: number, kind: "axis" | "button", at: number, value: number }[]} */
function state() {
  /** @type {{ pad: number, kind: "axis" | "button", at: number, value: number }[]} */
  const found = [];
  for (const pad of navigator.getGamepads ? navigator.getGamepads() : []) {
    if (!pad || !pad.connected) continue;
    const index = pad.index ?? 0;
    pad.axes.forEach((value, at) => found.push({ pad: index, kind: /** @type {"axis"} */ ("axis"), at, value }));
    pad.buttons.forEach((button, at) => found.push({ pad: index, kind: /** @type {"button"} */ ("button"), at, value: button.value }));
  }
  return found;
}

const DEAD = 0.12;
const FINE = 0.35; // of the rotation handle by keyboard with Shift

/** @param {number} x */
const zoned = (x) => (Math.abs(x) < DEAD ? 0 : (x - Math.sign(x) * DEAD) / (1 - DEAD));

/** @param {(axes: number[]) => void} changed @param {(code: string) => void} pressed */
export function listen(changed, pressed) {
  /** @type {Set<string>} */
  const held = new Set();
  const touch = [0, 0, 0, 0, 0, 0];
  let fine = false;
  /** @type {number[]} */
  let last = [0, 0, 0, 0, 0, 0];

  addEventListener("keydown", (event) => {
    fine = event.shiftKey;
    if (event.target instanceof HTMLElement && event.target.closest("dialog")) return;
    if (event.code in BINDINGS) { held.add(event.code); event.preventDefault(); }
    else if (!event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) pressed(event.code);
    tell();
  });
  addEventListener("keyup", (event) => { fine = event.shiftKey; held.delete(event.code); tell(); });
  addEventListener("blur", () => { held.clear(); touch.fill(0); tell(); });

  function keyboard() {
    const axes = [0, 0, 0, 0, 0, 0];
    for (const code of held) {
      if (!BINDINGS[code]) continue;
      const [axis, sign] = BINDINGS[code];
      axes[axis] += sign * (axis > 2 && fine ? FINE : 1);
    }
    return axes;
  }

  /** Two sticks, on one pad or on two: left pushes, right turns; triggers ahead and back, shoulders roll. */
  function pads() {
    const axes = [0, 0, 0, 0, 0, 0];
    if (PADS.some((one) => one)) {
      const now = state();
      PADS.forEach((one, i) => {
        const value = one && now.find((n) => n.pad === one.pad && n.kind === one.kind && n.at === one.at)?.value;
        if (one && value) axes[i] += one.sign * zoned(value);
      });
      return axes;
    }
    for (const pad of navigator.getGamepads ? navigator.getGamepads() : []) {
      if (!pad || !pad.connected) continue;
      const a = pad.axes, b = pad.buttons;
      /** @param {number} i */
      const button = (i) => (b[i] ? b[i].value : 0);
      axes[0] += button(7) - button(6);
      axes[1] += zoned(a[0] ?? 0);
      axes[2] += zoned(a[1] ?? 0);
      axes[3] += button(5) - button(4);
      axes[4] -= zoned(a[3] ?? 0);
      axes[5] += zoned(a[2] ?? 0);
    }
    return axes;
  }

  function tell() {
    const key = keyboard(), pad = pads();
    const axes = last.map((_, i) => {
      let x = Math.max(-1, Math.min(1, key[i] + pad[i] + touch[i]));
      if (i < 3) x = Math.abs(x) > 0.5 ? Math.sign(x) : 0; // the translation handle is on or off
      return Math.round(127 * x);
    });
    if (axes.some((x, i) => x !== last[i])) { last = axes; changed(axes); }
  }

  /** @param {HTMLElement} element @param {number} across axis, or -1 @param {number} along axis @param {number} sign */
  function surface(element, across, along, sign) {
    /** @param {PointerEvent} event */
    const moved = (event) => {
      const box = element.getBoundingClientRect();
      if (across >= 0) touch[across] = (2 * (event.clientX - box.left)) / box.width - 1;
      touch[along] = sign * ((2 * (event.clientY - box.top)) / box.height - 1);
      tell();
    };
    const off = () => { if (across >= 0) touch[across] = 0; touch[along] = 0; tell(); };
    element.addEventListener("pointerdown", (event) => { element.setPointerCapture(event.pointerId); moved(event); });
    element.addEventListener("pointermove", (event) => { if (event.pressure > 0 || event.buttons) moved(event); });
    element.addEventListener("pointerup", off);
    element.addEventListener("pointercancel", off);
  }
  return { poll: tell, surface, axes: () => last };
}
