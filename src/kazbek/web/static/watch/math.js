// Vectors of three, quaternions [w, x, y, z] whose rotation takes BODY into the other frame, and time-ordered rows.

/** @typedef {number[]} Vec */

/** @param {Vec} a @param {Vec} b */
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** @param {Vec} a @param {Vec} b @returns {Vec} */
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
/** @param {Vec} a @param {Vec} b @returns {Vec} */
export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
/** @param {Vec} a @param {Vec} b @returns {Vec} */
export const sub = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
/** @param {Vec} a @param {number} s @returns {Vec} */
export const scale = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
/** @param {Vec} a */
export const norm = (a) => Math.hypot(a[0], a[1], a[2]);
/** @param {Vec} a @returns {Vec} */
export const unit = (a) => scale(a, 1 / (norm(a) || 1));

/** @param {number[]} q @param {Vec} v @returns {Vec} */
export function turn(q, v) {
  const [w, x, y, z] = q, u = [x, y, z], c = cross(u, v), d = cross(u, c);
  return [v[0] + 2 * (w * c[0] + d[0]), v[1] + 2 * (w * c[1] + d[1]), v[2] + 2 * (w * c[2] + d[2])];
}
/** @param {number[]} q */
export const inverse = (q) => [q[0], -q[1], -q[2], -q[3]];
/** First b, then a. @param {number[]} a @param {number[]} b */
export const after = (a, b) => [
  a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
  a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
  a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
  a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
];

/** An even turn between two attitudes. @param {number[]} a @param {number[]} b @param {number} f */
export function between(a, b, f) {
  let cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  const sign = cosine < 0 ? -1 : 1;
  cosine = Math.min(1, cosine * sign);
  const angle = Math.acos(cosine), s = Math.sin(angle);
  const [p, r] = s > 1e-6 ? [Math.sin((1 - f) * angle) / s, Math.sin(f * angle) / s] : [1 - f, f];
  const q = a.map((x, i) => p * x + sign * r * b[i]), n = Math.hypot(...q);
  return q.map((x) => x / n);
}

/** The quaternion whose rotation takes the axes x, y, z to these three unit vectors. @param {Vec} X @param {Vec} Y @param {Vec} Z */
export function attitude(X, Y, Z) {
  const t = X[0] + Y[1] + Z[2];
  const all = [
    [1 + t, Y[2] - Z[1], Z[0] - X[2], X[1] - Y[0]],
    [Y[2] - Z[1], 1 + X[0] - Y[1] - Z[2], X[1] + Y[0], Z[0] + X[2]],
    [Z[0] - X[2], X[1] + Y[0], 1 - X[0] + Y[1] - Z[2], Y[2] + Z[1]],
    [X[1] - Y[0], Z[0] + X[2], Y[2] + Z[1], 1 - X[0] - Y[1] + Z[2]],
  ];
  const best = all.reduce((found, row, i) => (row[i] > all[found][found] ? i : found), 0);
  const q = all[best], n = Math.hypot(...q);
  return q.map((x) => x / n);
}

/** Unit vectors R, T, N of an orbit. @param {Vec} r @param {Vec} v */
export function axesRTN(r, v) {
  const R = unit(r), N = unit(cross(r, v));
  return [R, cross(N, R), N];
}
/** Along three axes. @param {Vec[]} axes @param {Vec} v @returns {Vec} */
export const along = (axes, v) => [dot(axes[0], v), dot(axes[1], v), dot(axes[2], v)];
/** Back from them. @param {Vec[]} axes @param {Vec} v @returns {Vec} */
export const from = (axes, v) => add(add(scale(axes[0], v[0]), scale(axes[1], v[1])), scale(axes[2], v[2]));

/** The row at or before a time: -1 before the first. @param {ArrayLike<number>} times @param {number} t */
export function rowAt(times, t) {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const A = 6378137, F = 1 / 298.257223563, E2 = F * (2 - F);
/** Latitude, longitude (rad), height (m) over WGS-84, by Bowring's formula. @param {Vec} r ITRF @returns {Vec} */
export function geodetic(r) {
  const p = Math.hypot(r[0], r[1]), b = A * (1 - F), u = Math.atan2(r[2] * A, p * b);
  const latitude = Math.atan2(r[2] + (E2 / (1 - E2)) * b * Math.sin(u) ** 3, p - E2 * A * Math.cos(u) ** 3);
  const s = Math.sin(latitude), n = A / Math.sqrt(1 - E2 * s * s);
  const height = Math.abs(latitude) < 1 ? p / Math.cos(latitude) - n : r[2] / s - n * (1 - E2);
  return [latitude, Math.atan2(r[1], r[0]), height];
}
/** @param {number} latitude rad @param {number} longitude rad @param {number} height m @returns {Vec} ITRF */
export function placeITRF(latitude, longitude, height) {
  const s = Math.sin(latitude), c = Math.cos(latitude), n = A / Math.sqrt(1 - E2 * s * s);
  return [(n + height) * c * Math.cos(longitude), (n + height) * c * Math.sin(longitude), (n * (1 - E2) + height) * s];
}
