// The line to the flight: snapshots in, commands out. Reconnects by itself; the flight goes on where it was.

/** @typedef {Record<string, number>} Snap */
/** @typedef {{ setup?: any, role?: string, log?: string, sheet?: any, fault?: string, echo?: number, ghost?: number[][] }} Told */

/**
 * @param {{ setup: (s: any) => void, snap: (s: Snap) => void, told: (t: Told) => void, state: (words: string) => void }} on
 */
export function connect(on) {
  /** @type {string[]} */
  let fields = [];
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {number[]} */
  const trips = [];
  function open() {
    const line = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/flight`);
    socket = line;
    line.binaryType = "arraybuffer";
    line.onmessage = (event) => {
      if (typeof event.data !== "string") {
        const row = new Float64Array(event.data);
        /** @type {Snap} */
        const snap = {};
        fields.forEach((name, i) => { snap[name] = row[i]; });
        on.snap(snap);
        return;
      }
      /** @type {Told} */
      const told = JSON.parse(event.data);
      if (told.setup) { fields = told.setup.fields; on.setup(told.setup); }
      else if (told.echo !== undefined) { trips.push(performance.now() - told.echo); if (trips.length > 200) trips.shift(); }
      else on.told(told);
    };
    line.onclose = () => { on.state("connection lost; trying again"); setTimeout(open, 500); };
  }
  open();
  return {
    /** @param {any} said */
    send(said) { if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(said)); },
    /** Milliseconds there and back, the 95th percentile. */
    latency() { const sorted = [...trips].sort((a, b) => a - b); return sorted.length ? sorted[Math.floor(0.95 * (sorted.length - 1))] : 0; },
  };
}
