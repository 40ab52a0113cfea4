// The lights of towns on the night side: each a spot as wide as the town, on the same sphere as the sky's. Brightness by eye.
import * as T from "../../vendor/three.js";

const VERTEX = `attribute vec3 town; attribute float wide; uniform vec3 zenith, right, upward, ahead, sun; uniform vec2 tangent; uniform float R, h, pixel, thickness; varying float light;
void main() { vec3 eye = zenith * (R + h), way = town * R - eye; float away = length(way), rising = -dot(way, town) / away, size = 2.6 * wide / (away * pixel);
  float night = smoothstep(-0.06, -0.2, dot(town, sun)), shown = max(2.0, size);
  light = rising > 0.01 ? night * min(1.0, (size * size) / (shown * shown) * 2.5) * exp(-0.22 / max(rising, 0.02)) : 0.0;
  float depth = dot(way, ahead);
  gl_Position = light > 0.004 && depth > 0.0 ? vec4(dot(way, right) / tangent.x, dot(way, upward) / tangent.y, 0.0, depth) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = shown * thickness; }`;
const FRAGMENT = `varying float light; void main() { vec2 p = 2.0 * gl_PointCoord - 1.0; gl_FragColor = vec4(vec3(1.7, 1.26, 0.72) * light * (exp(-3.2 * dot(p, p)) - 0.04), 1.0); }`;

/** @param {import("../files.js").Table} table @param {Record<string, any>} uniforms shared with the sky */
export function makeTowns(table, uniforms) {
  const n = table.rows, places = new Float32Array(3 * n), [latitude, longitude, radius] = ["latitude_deg", "longitude_deg", "radius_km"].map((name) => table.column(name)), DEG = Math.PI / 180;
  for (let i = 0; i < n; i++) { const c = Math.cos(latitude[i] * DEG); places.set([c * Math.cos(longitude[i] * DEG), c * Math.sin(longitude[i] * DEG), Math.sin(latitude[i] * DEG)], 3 * i); }
  const geometry = new T.BufferGeometry();
  geometry.setAttribute("position", new T.BufferAttribute(places, 3));
  geometry.setAttribute("town", new T.BufferAttribute(places, 3));
  geometry.setAttribute("wide", new T.BufferAttribute(Float32Array.from(radius), 1));
  const points = new T.Points(geometry, new T.ShaderMaterial({ uniforms: { ...uniforms, thickness: { value: 1 } }, vertexShader: VERTEX, fragmentShader: FRAGMENT, transparent: true, depthTest: false, depthWrite: false, blending: T.AdditiveBlending }));
  points.frustumCulled = false;
  points.renderOrder = 3;
  return points;
}
