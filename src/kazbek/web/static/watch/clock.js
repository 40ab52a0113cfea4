// The one clock of the page: now, rate, hold. Everything shown is shown at its `now`.

export const RATES = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1000];

export class Clock {
  /** @param {number} first @param {number} last page times between which it runs */
  constructor(first, last) {
    this.first = first;
    this.last = last;
    this.now = first;
    this.rate = 1;
    this.held = true;
    /** @type {number | null} */
    this.read = null;
    /** @type {Set<() => void>} */
    this.heard = new Set();
  }
  /** Time passes: wall seconds since the last call, however irregular. At an end of the tape it holds. @param {number} wall_s */
  tick(wall_s) {
    if (this.read !== null && !this.held) {
      const wanted = this.now + (wall_s - this.read) * this.rate;
      this.now = Math.min(this.last, Math.max(this.first, wanted));
      if (this.now !== wanted) this.hold(true);
    }
    this.read = wall_s;
  }
  /** @param {number} t */
  seek(t) {
    if (!Number.isFinite(t)) return;
    this.now = Math.min(this.last, Math.max(this.first, t));
    this.tell();
  }
  /** @param {boolean} held */
  hold(held) { this.held = held; this.tell(); }
  /** Backwards where negative. @param {number} rate */
  run(rate) {
    const size = Math.min(1000, Math.max(0.1, Math.abs(rate)));
    this.rate = rate < 0 ? -size : size;
    this.tell();
  }
  /** The next faster (+1) or slower (-1) rate. @param {number} way */
  step(way) {
    const size = Math.abs(this.rate), at = RATES.findIndex((r) => r >= size - 1e-9);
    this.run(Math.sign(this.rate) * RATES[Math.min(RATES.length - 1, Math.max(0, at + way))]);
  }
  tell() { for (const heard of this.heard) heard(); }
}
