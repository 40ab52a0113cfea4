// Smoke round the pad and dust round a landing capsule: soft balls strewn as pictures/fire has them, that grow, rise and thin out. By eye.
import * as T from "../../vendor/three.js";
import { cross, inverse, scale, sub, turn, unit } from "../math.js";

/** Tongues of smoke, as in pictures/fire/liftoff_fire.py: direction from the trench's, spread, reach, height at the front, puffs. */
const LOBES = [[0, 0.3, 128, 26, 70], [0.75, 0.25, 96, 20, 30], [-0.75, 0.25, 96, 20, 30], [2.6, 0.3, 92, 17, 34], [-2.6, 0.3, 92, 17, 34]];
const SMOKE_s = 170, DUST_s = 14;

/** Numbers that look random and are the same each time. @param {number} seed */
function strewn(seed) {
  return () => { seed = (seed + 0x6d2b79f5) | 0; let t = Math.imul(seed ^ (seed >>> 15), 1 | seed); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}
/** @param {() => number} random @param {number} a @param {number} b */
const among = (random, a, b) => a + (b - a) * random();

/** Places and radii of puffs, m: x along the trench, z up. */
function padPuffs() {
  const random = strewn(6), puffs = [];
  for (const [towards, spread, reach, height, count] of LOBES) {
    for (let i = 0; i < count; i++) {
      const t = among(random, 0.07, 1) ** 0.8, way = t * reach * among(random, 0.85, 1.1), angle = towards + spread * (random() + random() + random() - 1.5) * 1.6;
      const radius = 3.5 + (0.075 * way + 3) * among(random, 0.55, 1.15);
      puffs.push([way * Math.cos(angle), way * Math.sin(angle), height * t ** 1.3 * random() + 0.25 * radius, radius]);
    }
  }
  return puffs;
}
/** A sheet of dust that curls up at its front, as in pictures/fire/landing_dust.py. */
function dustPuffs() {
  const random = strewn(61), puffs = [];
  for (let i = 0; i < 180; i++) {
    const share = among(random, 0.2, 1) ** 0.8, way = share * among(random, 4.2, 8.4), angle = 2 * Math.PI * random(), radius = (0.3 + 0.5 * share) * among(random, 0.6, 1.15);
    puffs.push([way * Math.cos(angle), way * Math.sin(angle), 0.2 * radius + among(random, 0.2, 1.3) * share ** 1.6 * random() ** 1.5, radius]);
  }
  return puffs;
}

const VERTEX = `#include <common>
#include <logdepthbuf_pars_vertex>
attribute vec2 corner; attribute vec4 puff; uniform float grow, rise, swell; varying vec2 at; varying vec3 place; varying float seed;
void main() { at = corner; seed = puff.x * 0.37 + puff.y * 0.61; float risen = rise * (0.4 + 0.6 * fract(seed));
  place = vec3(puff.xy * grow, puff.z * grow + risen);
  vec4 seen = modelViewMatrix * vec4(place, 1.0); seen.xy += corner * puff.w * swell * (0.3 + 0.7 * grow); gl_Position = projectionMatrix * seen;
  #include <logdepthbuf_vertex>
}`;
const FRAGMENT = `#include <common>
#include <logdepthbuf_pars_fragment>
uniform vec3 sun, sunlight, skylight, colour; uniform float thick, fire; varying vec2 at; varying vec3 place; varying float seed;
float lump(vec2 p) { vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  vec4 h = fract(sin(vec4(dot(i, vec2(127.1, 311.7)), dot(i + vec2(1, 0), vec2(127.1, 311.7)), dot(i + vec2(0, 1), vec2(127.1, 311.7)), dot(i + vec2(1, 1), vec2(127.1, 311.7)))) * 43758.5453);
  return mix(mix(h.x, h.y, f.x), mix(h.z, h.w, f.x), f.y); }
void main() { float d = dot(at, at); if (d > 1.0) discard;
  #include <logdepthbuf_fragment>
  float rough = 0.65 * lump(at * 2.6 + seed * 7.0) + 0.35 * lump(at * 6.1 + seed * 3.0); vec3 n = vec3(at, sqrt(1.0 - d));
  float alpha = thick * smoothstep(1.0, 0.25, d + 0.75 * (rough - 0.5));
  vec3 light = skylight * (0.6 + 0.25 * n.y) + sunlight * (0.3 + 0.55 * max(0.0, dot(n, sun))) * (0.75 + 0.4 * rough) + fire * vec3(1.0, 0.55, 0.18) * exp(-length(place) / 22.0);
  gl_FragColor = vec4(colour * light, alpha);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}`;

/** @param {number[][]} puffs @param {number[]} colour */
function makeCloud(puffs, colour) {
  const n = puffs.length, corners = new Float32Array(8 * n), places = new Float32Array(16 * n), geometry = new T.BufferGeometry();
  puffs.forEach((puff, i) => { corners.set([-1, -1, 1, -1, 1, 1, -1, 1], 8 * i); for (let k = 0; k < 4; k++) places.set(puff, 16 * i + 4 * k); });
  geometry.setAttribute("position", new T.BufferAttribute(new Float32Array(12 * n), 3));
  geometry.setAttribute("corner", new T.BufferAttribute(corners, 2));
  geometry.setAttribute("puff", new T.BufferAttribute(places, 4));
  geometry.setIndex(new T.BufferAttribute(new Uint16Array(6 * n), 1));
  const vectors = Object.fromEntries(["sun", "sunlight", "skylight"].map((name) => [name, { value: new T.Vector3() }]));
  const numbers = Object.fromEntries(["grow", "rise", "swell", "thick", "fire"].map((name) => [name, { value: 0 }]));
  const material = new T.ShaderMaterial({ uniforms: { ...vectors, ...numbers, colour: { value: new T.Vector3(...colour) } }, vertexShader: VERTEX, fragmentShader: FRAGMENT, transparent: true, depthWrite: false });
  const mesh = new T.Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.visible = false;
  return { mesh, puffs, order: puffs.map((_, i) => i) };
}

/** The farthest first, so that the near cover the far. @param {any} cloud @param {number[]} eye in the cloud's axes */
function sorted({ mesh, puffs, order }, eye) {
  const grow = mesh.material.uniforms.grow.value, away = puffs.map((/** @type {number[]} */ p) => (p[0] * grow - eye[0]) ** 2 + (p[1] * grow - eye[1]) ** 2 + (p[2] * grow - eye[2]) ** 2);
  order.sort((/** @type {number} */ a, /** @type {number} */ b) => away[b] - away[a]);
  const index = mesh.geometry.index;
  order.forEach((/** @type {number} */ i, /** @type {number} */ k) => index.array.set([4 * i, 4 * i + 1, 4 * i + 2, 4 * i, 4 * i + 2, 4 * i + 3], 6 * k));
  index.needsUpdate = true;
}

/** @param {any} page @param {any} poses @param {any} scene */
export function makeSmoke(page, poses, scene) {
  const smoke = makeCloud(padPuffs(), [0.86, 0.84, 0.8]), dust = makeCloud(dustPuffs(), [0.42, 0.33, 0.23]);
  scene.add(smoke.mesh, dust.mesh);

  /** @param {any} cloud @param {number[]} r @param {number[]} q @param {number[]} eye @param {any} sunlight @param {Record<string, number>} now */
  function shown(cloud, r, q, eye, { towards, sunColour, skyColour }, now) {
    const u = cloud.mesh.material.uniforms;
    for (const [name, value] of Object.entries(now)) u[name].value = value;
    u.sun.value.set(...towards);
    u.sunlight.value.set(...sunColour);
    u.skylight.value.set(...skyColour);
    cloud.mesh.visible = now.thick > 0.01;
    cloud.mesh.position.set(...sub(r, eye));
    cloud.mesh.quaternion.set(q[1], q[2], q[3], q[0]);
    sorted(cloud, turn(inverse(q), sub(eye, r)));
  }
  /** @param {any} state @param {any[]} bodies @param {number[]} eye @param {any} light */
  function show(state, bodies, eye, light) {
    smoke.mesh.visible = dust.mesh.visible = false;
    const flight = page.flightNamed(state.flight), pad = bodies.find((b) => b.name.startsWith("pad")), since = state.t - poses.when(flight, "launch_command", "liftoff");
    if (pad && since > 0 && since < SMOKE_s) {
      const climbed = Math.max(0, state.t - poses.when(flight, "liftoff")), fades = Math.min(1, Math.max(0, (since - 45) / (SMOKE_s - 45)));
      shown(smoke, pad.r, pad.q, eye, light, { grow: 1 - Math.exp(-since / 9) + 0.25 * fades, rise: 22 * fades, swell: 1 + 1.1 * fades, thick: 0.8 * (1 - fades) ** 1.5, fire: 2.2 * Math.exp(-climbed / 3) });
    }
    const struck = state.t - poses.when(flight, "soft_landing_engines", "touchdown"), down = page.states.at(state.t - struck);
    if (!(struck > 0 && struck < DUST_s) || !down.ship || !down.q_ITRF_GCRF) return;
    const r = turn(state.q_ITRF_GCRF, turn(inverse(down.q_ITRF_GCRF), down.ship.r)), up = unit(r), side = unit(cross([0, 0, 1], up)), fades = struck / DUST_s;
    const axes = new T.Matrix4().makeBasis(...[side, cross(up, side), up].map((v) => new T.Vector3(...v))), q = new T.Quaternion().setFromRotationMatrix(axes);
    shown(dust, sub(r, scale(up, 0.1)), [q.w, q.x, q.y, q.z], eye, light, { grow: 1 - Math.exp(-struck / 0.45) + 1.2 * fades, rise: 2.5 * fades, swell: 1 + 1.6 * fades, thick: 0.5 * (1 - fades) ** 1.3, fire: struck < 0.4 ? 1.5 : 0 });
  }
  return { show };
}
