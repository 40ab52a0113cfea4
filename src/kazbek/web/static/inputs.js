// Hands: keyboard by physical key, gamepads, touch. All become six axes (fore, right, down; roll, pitch, yaw) in -127..127.

/** What a physical key does: axis and sign. */
export const BINDINGS = {
  KeyW: [0, 1, "ahead"], KeyS: [0, -1, "back"], KeyD: [1, 1, "right"], KeyA: [1, -1, "left"],
  KeyF: [2, 1, "down"], KeyR: [2, -1, "up"], KeyE: [3, 1, "roll right"], KeyQ: [3, -1, "roll left"],
  ArrowUp: [4, 1, "pitch up"], ArrowDown: [4, -1, "pitch down"], ArrowRight: [5, 1, "yaw right"], ArrowLeft: [5, -1, "yaw left"],
};
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
      const [axis, sign] = /** @type {[number, number, string]} */ (BINDINGS[/** @type {keyof typeof BINDINGS} */ (code)]);
      axes[axis] += sign * (axis > 2 && fine ? FINE : 1);
    }
    return axes;
  }

  /** Two sticks, on one pad or on two: left pushes, right turns; triggers ahead and back, shoulders roll. */
  function pads() {
    const axes = [0, 0, 0, 0, 0, 0];
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
