// Numbers with their units as people say them.

/** @param {number} value @param {number} digits */
const fixed = (value, digits) => value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** @param {number} m */
export function distance(m) {
  const size = Math.abs(m);
  return size >= 100e3 ? `${fixed(m / 1e3, 0)} km` : size >= 10e3 ? `${fixed(m / 1e3, 2)} km` : size >= 100 ? `${fixed(m, 0)} m` : `${fixed(m, 2)} m`;
}
/** @param {number} v m/s */
export const speed = (v) => (Math.abs(v) >= 1000 ? `${fixed(v / 1000, 3)} km/s` : `${fixed(v, 2)} m/s`);

/** @type {Record<string, [number, string, number]>} unit of the record: factor, unit, digits */
const SHOWN = { Pa: [1e-3, "kPa", 2], N: [1e-3, "kN", 1], "W/m²": [1e-3, "kW/m²", 1], "J/m²": [1e-6, "MJ/m²", 2], rad: [180 / Math.PI, "°", 2], "rad/s": [180 / Math.PI, "°/s", 3], "m/s²": [1 / 9.80665, "g", 2], kg: [1, "kg", 0], "kg/m³": [1, "kg/m³", 4], "m²": [1, "m²", 0], s: [1, "s", 1], "N s": [1, "N s", 0] };

/** A channel's value as shown. @param {{ unit: string }} channel @param {number} value */
export function figure(channel, value) {
  if (channel.unit === "m") return distance(value);
  if (channel.unit === "m/s") return speed(value);
  const [factor, unit, digits] = SHOWN[channel.unit] ?? [1, channel.unit, 3];
  return `${fixed(value * factor, digits)} ${unit}`.trim();
}
/** @param {string} unit of the record @returns {[number, string]} */
export const scaleOf = (unit) => (unit in SHOWN ? [SHOWN[unit][0], SHOWN[unit][1]] : [1, unit]);
/** @param {number} latitude @param {number} longitude degrees */
export const place = (latitude, longitude) => `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? "S" : "N"} ${Math.abs(longitude).toFixed(2)}° ${longitude < 0 ? "W" : "E"}`;
const SAID = [["max q", "greatest dynamic pressure"], ["liftoff", "lift-off"], ["strapon", "strap-on"], ["delta v", "Δv"], ["kurs", "approach radio"]];
/** A name of the record as people say it. @param {string} name */
export const words = (name) => SAID.reduce((said, [key, word]) => said.replace(key, word), name.replaceAll("_", " "));

/** A channel's name without its unit. @param {string} name */
export const quantity = (name) => words(name.replace(/_(m_s2|m_s|rad_s|W_m2|J_m2|kg_m3|kg_s|N_s|m2|Pa|N|K|kg|rad|s|m|frac)$/, ""));
