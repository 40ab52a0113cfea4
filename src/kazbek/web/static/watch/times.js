// Instants as people read and write them. Page time is TAI seconds since the mission's origin.
// One sign convention: T- is before lift-off, T+ after it.

/** @param {number} n @param {number} [digits] */
const two = (n, digits = 2) => String(n).padStart(digits, "0");

/** @param {any} mission */
export function makeTimes(mission) {
  const origin = Date.parse(mission.origin_utc) / 1000, first = mission.leaps[0][1];
  /** TAI − UTC now, less that at the origin. @param {number} t */
  const leap = (t) => {
    let offset = first;
    for (const [from, value] of mission.leaps) if (t >= from) offset = value;
    return offset - first;
  };
  /** @param {number} t */
  const unix = (t) => origin + t - leap(t);
  /** @param {number} seconds */
  const fromUnix = (seconds) => { const t = seconds - origin; return t + leap(t); };

  /** @param {number} t @param {number} [offset] of a clock from UTC, s @param {number} [decimals] */
  function text(t, offset = 0, decimals = 0) {
    const step = 10 ** decimals, ticks = Math.floor((unix(t) + offset) * step + 1e-6), whole = Math.floor(ticks / step);
    const date = new Date(whole * 1000).toISOString();
    return `${date.slice(0, 10)} ${date.slice(11, 19)}${decimals ? `.${two(ticks - whole * step, decimals)}` : ""}`;
  }
  /** @param {number} t */
  const iso = (t) => `${text(t).replace(" ", "T")}Z`;

  /** What somebody typed: T+1:02:03, +90, an ISO date and time, or a time of the day about `now`. NaN for anything else.
   * @param {string} typed @param {number} now @param {number | null} liftoff */
  function read(typed, now, liftoff) {
    const said = typed.trim().replace(/[−–]/g, "-");
    const since = /^T?\s*([+-])\s*(?:(\d+)d\s*)?(\d+(?::\d{1,2}){0,2}(?:\.\d+)?)$/i.exec(said);
    if (since) {
      if (liftoff === null) return NaN;
      const seconds = Number(since[2] ?? 0) * 86400 + since[3].split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
      return liftoff + (since[1] === "-" ? -seconds : seconds);
    }
    const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*Z?$/i.exec(said);
    if (clock) {
      const day = Math.floor(unix(now) / 86400) * 86400;
      return fromUnix(day + Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0));
    }
    const whole = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?$/i.exec(said);
    if (!whole) return NaN;
    const date = said.length > 10 ? `${said.replace(" ", "T").replace(/Z$/i, "")}Z` : `${said.slice(0, 10)}T00:00:00Z`;
    return fromUnix(Date.parse(date) / 1000);
  }
  return { unix, fromUnix, text, iso, read };
}

/** T+3:23:04; tenths on demand. @param {number | null} met @param {number} [decimals] */
export function metText(met, decimals = 0) {
  return met === null ? "" : `T${met < 0 ? "-" : "+"}${spanText(Math.abs(met), decimals)}`;
}

/** A length of time: 0:12:03, with days in front from the second on. @param {number} seconds @param {number} [decimals] */
export function spanText(seconds, decimals = 0) {
  const step = 10 ** decimals, ticks = Math.floor(seconds * step + 1e-6), s = Math.floor(ticks / step);
  const days = Math.floor(s / 86400), rest = s - days * 86400;
  const tail = decimals ? `.${two(ticks - s * step, decimals)}` : "";
  return `${days ? `${days}d ` : ""}${Math.floor(rest / 3600)}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}${tail}`;
}
