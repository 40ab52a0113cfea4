// Earth, air, Sun and stars behind everything: each pixel's ray is met with the sphere that fits the ellipsoid below the camera.
// Heights come from differences that stay exact in 32 bits, from a metre over the ground to the whole disc.
import * as T from "../../vendor/three.js";
import { makeTowns } from "./towns.js";

const RADIUS_km = 6371;

const VERTEX = `out vec2 at; void main() { at = position.xy; gl_Position = vec4(position.xy, 0.9999, 1.0); }`;
const FRAGMENT = `
precision highp float;
in vec2 at;
out vec4 shown;
uniform vec3 right, upward, ahead, zenith, sun, east, north, moon;
uniform vec2 tangent, offset;
uniform float R, h, exposure, pixel, clouds, near, moonSize;
uniform sampler2D day;
const float TOP = 90.0, PI = 3.14159265;
const vec3 RAY = vec3(5.8e-3, 13.5e-3, 33.1e-3);
const float MIE = 3.0e-3;
float hash(vec3 p) { p = fract(p * 0.3183099 + 0.1); p *= 17.0; return fract(p.x * p.y * p.z * (p.x + p.y + p.z)); }
float noise(vec3 x) { vec3 i = floor(x), f = fract(x); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(mix(hash(i), hash(i + vec3(1,0,0)), f.x), mix(hash(i + vec3(0,1,0)), hash(i + vec3(1,1,0)), f.x), f.y),
             mix(mix(hash(i + vec3(0,0,1)), hash(i + vec3(1,0,1)), f.x), mix(hash(i + vec3(0,1,1)), hash(i + vec3(1,1,1)), f.x), f.y), f.z); }
float rough(vec3 p) { return 0.5 * noise(p) + 0.25 * noise(2.03 * p) + 0.125 * noise(4.1 * p) + 0.0625 * noise(8.3 * p); }
float chapman(float x, float mu) { float c = sqrt(1.5707963 * x);
  if (mu >= 0.0) return c / ((c - 1.0) * mu + 1.0);
  float s = sqrt(max(1e-6, 1.0 - mu * mu));
  return 2.0 * c * exp(min(60.0, x - x * s)) * sqrt(s) - c / ((c - 1.0) * -mu + 1.0); }
vec3 through(float hs, float mu) { float r = R + hs, low = r * sqrt(max(0.0, 1.0 - mu * mu)) - R;
  if (mu < 0.0 && low < -1.0) return vec3(0.0);
  vec3 depth = RAY * 8.0 * exp(-hs / 8.0) * chapman(r / 8.0, mu) + 1.1 * MIE * 1.2 * exp(-hs / 1.2) * chapman(r / 1.2, mu);
  return exp(-depth) * (mu < 0.0 ? smoothstep(-1.0, 3.0, low) : 1.0); }
vec3 ground(vec3 n, vec3 place, float t, float mu, out float cloud) {
  vec2 uv = vec2(atan(n.y, n.x) / (2.0 * PI) + 0.5, asin(clamp(n.z, -1.0, 1.0)) / PI + 0.5);
  float texel = 40030.0 / float(textureSize(day, 0).x);
  vec3 colour = pow(textureLod(day, uv, max(0.0, log2(t * pixel / texel))).rgb, vec3(2.2));
  vec3 local = vec3(dot(place, east) + offset.x, dot(place, north) + offset.y, 0.0);
  float fine = 0.0;
  for (int i = 0; i < 4; i++) { float size = pow(7.0, float(i)) * 0.004; fine += (noise(local / size + 7.3) - 0.5) * smoothstep(0.7, 0.2, t * pixel / size); }
  colour *= 1.0 + 0.42 * near * fine;
  cloud = clouds > 0.0 ? clouds * smoothstep(0.47, 0.70, rough(n * 9.0) + 0.35 * rough(n * 60.0) - 0.12) : 0.0;
  return mix(colour, vec3(0.62), cloud);
}
void main() {
  vec3 dir = normalize(ahead + at.x * tangent.x * right + at.y * tangent.y * upward);
  float b = (R + h) * dot(dir, zenith), d0 = h * (2.0 * R + h), disc = b * b - d0, hit = -1.0;
  if (disc > 0.0 && b < 0.0) hit = d0 / (sqrt(disc) - b);
  float d1 = (h - TOP) * (2.0 * R + h + TOP), disc1 = b * b - d1, from = 0.0, until = 0.0;
  if (disc1 > 0.0) { if (d1 > 0.0) { if (b < 0.0) { from = d1 / (sqrt(disc1) - b); until = sqrt(disc1) - b; } } else until = sqrt(disc1) - b; }
  if (hit >= 0.0) until = min(until, hit);
  vec3 light = vec3(0.0), depth = vec3(0.0);
  float toSun = dot(dir, sun), rayleigh = 0.0597 * (1.0 + toSun * toSun), g = 0.76, mie = 0.0796 * (1.0 - g * g) / pow(1.0 + g * g - 2.0 * g * toSun, 1.5);
  float before = from;
  for (int i = 1; i <= 14; i++) {
    float f = float(i) / 14.0, edge = from + (until - from) * (d1 > 0.0 ? f : f * f), t = 0.5 * (edge + before), step_km = edge - before;
    before = edge;
    float x = 2.0 * t * b + t * t + d0, hs = max(0.0, x / (R + sqrt(max(1.0, R * R + x))));
    float thin = exp(-hs / 8.0), dust = exp(-hs / 1.2), mu = (dot(zenith, sun) * (R + h) + t * toSun) / (R + hs);
    depth += (RAY * thin + 1.1 * MIE * dust) * step_km;
    light += exp(-depth) * through(hs, mu) * (RAY * thin * rayleigh + MIE * dust * mie) * step_km;
  }
  light *= 20.0;
  float low = max(0.0, dot(zenith, sun));
  light += 0.35 * exp(-h / 8.0) * smoothstep(-0.10, 0.35, dot(zenith, sun)) * vec3(0.055, 0.105, 0.20) * (1.0 - exp(-30.0 * depth));
  float alpha;
  if (hit >= 0.0) {
    vec3 place = dir * hit, n = normalize(zenith * (R + h) + place);
    float mu = dot(n, sun), cloud;
    vec3 albedo = ground(n, place, hit, mu, cloud);
    vec3 lit = 20.0 * max(0.0, mu) * through(0.0, mu) / PI + vec3(0.25, 0.4, 0.7) * smoothstep(-0.12, 0.3, mu) + 0.0008;
    light += exp(-depth) * albedo * lit;
    vec3 mirror = reflect(dir, n);
    float sea = smoothstep(0.035, 0.0, albedo.r - 0.6 * albedo.b) * (1.0 - cloud);
    light += exp(-depth) * sea * through(0.0, mu) * 2.2 * pow(max(0.0, dot(mirror, sun)), 60.0);
    alpha = 1.0;
  } else {
    float disc_sun = smoothstep(0.99998, 0.9999891, toSun);
    light += exp(-depth) * (disc_sun * 900.0 + 6.0 * pow(max(0.0, toSun), 4000.0) + 0.25 * pow(max(0.0, toSun), 300.0));
    vec3 apart = (dir - moon * dot(dir, moon)) / moonSize;
    float rim = smoothstep(1.0 + pixel / moonSize, 1.0 - pixel / moonSize, length(apart)) * step(0.0, dot(dir, moon));
    vec3 face = normalize(apart - moon * sqrt(max(0.0, 1.0 - dot(apart, apart))));
    light += exp(-depth) * rim * (vec3(2.6, 2.5, 2.3) * pow(max(0.0, dot(face, sun)), 0.7) * (0.7 + 0.3 * noise(face * 3.1 + 4.0)) + 0.015);
    alpha = clamp(3.0 * max(light.r, max(light.g, light.b)) * exposure, 0.0, 1.0);
    alpha = max(alpha, rim);
  }
  shown = vec4(pow(1.0 - exp(-exposure * light), vec3(1.0 / 2.2)), alpha);
}`;

/** @param {any} page @param {import("../files.js").Table} catalogue @param {import("../files.js").Table} places of towns */
export function makeSky(page, catalogue, places) {
  const scene = new T.Scene(), stars = makeStars(catalogue), blank = new T.DataTexture(new Uint8Array([24, 40, 74, 255]), 1, 1);
  blank.needsUpdate = true;
  const uniforms = Object.fromEntries(["right", "upward", "ahead", "zenith", "sun", "east", "north", "moon"].map((name) => [name, { value: new T.Vector3() }]));
  const more = { tangent: { value: new T.Vector2() }, offset: { value: new T.Vector2() }, day: { value: blank } };
  const scalars = Object.fromEntries(["R", "h", "exposure", "pixel", "clouds", "near", "moonSize"].map((name) => [name, { value: 0 }]));
  const material = new T.ShaderMaterial({
    glslVersion: T.GLSL3, vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: { ...uniforms, ...more, ...scalars },
    depthTest: false, depthWrite: false, transparent: true, blending: T.CustomBlending, blendSrc: T.OneFactor, blendDst: T.OneMinusSrcAlphaFactor,
  });
  const quad = new T.Mesh(new T.PlaneGeometry(2, 2), material);
  quad.frustumCulled = false;
  quad.renderOrder = 2;
  const { day: _, ...flat } = more, towns = makeTowns(places, { ...uniforms, ...flat, ...scalars });
  scene.add(stars, quad, towns);
  const sky = { scene, loaded: false, set };
  new T.TextureLoader().load(page.picture("/texture/earth.jpg"), (/** @type {any} */ map) => {
    Object.assign(map, { generateMipmaps: true, minFilter: T.LinearMipmapLinearFilter, wrapS: T.RepeatWrapping });
    more.day.value = map;
    sky.loaded = true;
  });
  /** @param {any} eye what the camera is and where: axes, place and light in ITRF */
  function set(eye) {
    for (const name of Object.keys(uniforms)) uniforms[name].value.set(...eye[name]);
    more.tangent.value.set(eye.tangentX, eye.tangentY);
    more.offset.value.set(eye.offset[0], eye.offset[1]);
    Object.assign(scalars.R, { value: RADIUS_km });
    Object.assign(scalars.h, { value: Math.max(0.0012, eye.height_km) });
    Object.assign(scalars.exposure, { value: eye.exposure });
    Object.assign(scalars.pixel, { value: eye.pixel });
    Object.assign(scalars.clouds, { value: Math.min(1, Math.max(0, (eye.height_km - 15) / 40)) });
    Object.assign(scalars.near, { value: eye.near ? 1 : 0 });
    Object.assign(scalars.moonSize, { value: eye.moonSize });
    towns.visible = eye.height_km > 5;
    towns.material.uniforms.thickness.value = eye.ratio;
    stars.material.uniforms.bright.value = eye.stars;
  }
  return sky;
}

/** The catalogue's stars as points in GCRF, a thousand kilometres off. @param {import("../files.js").Table} catalogue */
function makeStars(catalogue) {
  const n = catalogue.rows, places = new Float32Array(3 * n), shade = new Float32Array(3 * n), size = new Float32Array(n);
  const [x, y, z, magnitude, index] = ["x", "y", "z", "magnitude", "colour_index"].map((name) => catalogue.column(name));
  for (let i = 0; i < n; i++) {
    places.set([x[i] * 1e6, y[i] * 1e6, z[i] * 1e6], 3 * i);
    const warm = Math.min(1, Math.max(-0.3, index[i])), light = 1.6 * 10 ** (-0.22 * magnitude[i]);
    shade.set([light * (1 + 0.1 * warm), light, light * (1 - 0.25 * warm)], 3 * i);
    size[i] = 1.2 + 1.6 * Math.max(0, 1 - magnitude[i] / 4);
  }
  const geometry = new T.BufferGeometry();
  geometry.setAttribute("position", new T.BufferAttribute(places, 3));
  geometry.setAttribute("shade", new T.BufferAttribute(shade, 3));
  geometry.setAttribute("size", new T.BufferAttribute(size, 1));
  const material = new T.ShaderMaterial({
    uniforms: { bright: { value: 1 } }, depthTest: false, depthWrite: false, transparent: true, blending: T.AdditiveBlending,
    vertexShader: `attribute vec3 shade; attribute float size; varying vec3 light; void main() { light = shade; gl_PointSize = size * ${Math.min(2, devicePixelRatio || 1).toFixed(1)}; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`,
    fragmentShader: `varying vec3 light; uniform float bright; void main() { gl_FragColor = vec4(light * bright, 1.0); }`,
  });
  const points = new T.Points(geometry, material);
  points.frustumCulled = false;
  return points;
}
