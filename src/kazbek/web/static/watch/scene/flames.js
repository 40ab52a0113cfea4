// Flames, jets and plasma: glowing shells whose width follows the pressure round them, as pictures/fire/jet.py has it. Brightness is by eye.
import * as T from "../../vendor/three.js";

const EXIT_frac = 0.40, MACH = 3.1, GAMMA = 1.2, SCALE_m = 7200;

/** @param {number} mach */
const prandtlMeyer = (mach) => { const k = Math.sqrt((GAMMA + 1) / (GAMMA - 1)), m = Math.sqrt(Math.max(0, mach * mach - 1)); return k * Math.atan(m / k) - Math.atan(m); };

/** Length, greatest radius and first widening of a jet in air of a height. @param {number} radius @param {number} flame @param {number} height_m */
export function jetShape(radius, flame, height_m) {
  const pressure = Math.max(1e-7, Math.exp(-Math.max(0, height_m) / SCALE_m)), ratio = EXIT_frac / pressure, swells = Math.max(1, Math.sqrt(ratio));
  const g = (GAMMA - 1) / 2, total = (1 + g * MACH * MACH) * Math.max(1, ratio) ** ((GAMMA - 1) / GAMMA), angle = prandtlMeyer(Math.sqrt((total - 1) / g)) - prandtlMeyer(MACH);
  const longer = 1 + 0.55 * Math.log10(1 / pressure);
  return { length: flame * longer * Math.sqrt(Math.min(swells, 6)), bulb: radius * Math.min(swells, 30), widens: Math.tan(Math.min(0.5 * Math.max(0, angle), 0.75)), thick: Math.min(1, pressure * 3) };
}

const VERTEX = `#include <common>
#include <logdepthbuf_pars_vertex>
uniform float len, radius, bulb, widens; varying float u, along; varying vec3 n, toEye;
void main() { u = -position.x; float x = u * len, r = min(bulb, radius + widens * x) * (1.0 - 0.35 * u) + 0.05 * x;
  vec3 p = vec3(-x, r * position.yz); vec4 seen = modelViewMatrix * vec4(p, 1.0);
  n = normalize(normalMatrix * vec3(0.12, position.yz)); toEye = normalize(-seen.xyz); along = abs(dot(toEye, normalize(normalMatrix * vec3(1.0, 0.0, 0.0)))); gl_Position = projectionMatrix * seen;
  #include <logdepthbuf_vertex>
}`;
const FRAGMENT = `#include <logdepthbuf_pars_fragment>
uniform vec3 hot, cool; uniform float strength, lead, dense; varying float u, along; varying vec3 n, toEye;
void main() {
  #include <logdepthbuf_fragment>
  float face = max(pow(abs(dot(normalize(n), normalize(toEye))), 2.0), 0.7 * dense * pow(along, 6.0)), fade = pow(1.0 - u, 1.6) * smoothstep(0.0, lead, u + 1e-4);
  gl_FragColor = vec4(mix(hot, cool, sqrt(u)) * face * fade * strength, 1.0); }`;

const SHELL = (() => { const g = new T.CylinderGeometry(1, 1, 1, 28, 24, true); g.rotateZ(Math.PI / 2); g.translate(-0.5, 0, 0); return g; })();

/** A jet along -x of its parent. */
export function makeJet() {
  const uniforms = { len: { value: 1 }, radius: { value: 1 }, bulb: { value: 1 }, widens: { value: 0 }, strength: { value: 1 }, lead: { value: 0 }, dense: { value: 0 }, hot: { value: new T.Color(1, 0.85, 0.5) }, cool: { value: new T.Color(1, 0.35, 0.08) } };
  const material = new T.ShaderMaterial({ uniforms, vertexShader: VERTEX, fragmentShader: FRAGMENT, transparent: true, depthWrite: false, side: T.DoubleSide, blending: T.AdditiveBlending });
  const mesh = new T.Mesh(SHELL, material);
  mesh.frustumCulled = false;
  return mesh;
}

/** @param {any} mesh @param {number} radius @param {number} flame @param {number} height_m @param {number} throttle @param {number} [room_m] as far as it can reach */
export function setFlame(mesh, radius, flame, height_m, throttle, room_m = Infinity) {
  const shape = jetShape(radius, flame, height_m), u = mesh.material.uniforms, thin = 1 - shape.thick;
  u.len.value = Math.min(shape.length, room_m);
  u.radius.value = radius;
  u.bulb.value = shape.bulb;
  u.widens.value = shape.widens;
  u.dense.value = shape.thick;
  u.strength.value = (0.16 + 0.42 * shape.thick) * throttle;
  u.hot.value.setRGB(1, 0.85 - 0.1 * thin, 0.55 + 0.1 * thin);
  u.cool.value.setRGB(1 - 0.55 * thin, 0.36 + 0.06 * thin, 0.08 + 0.42 * thin);
}

/** The shocked air round a capsule that flies shield first; x along its way. */
export function makePlasma() {
  const group = new T.Group();
  for (const [len, radius, bulb] of [[7, 1.35, 2.2], [26, 1.5, 3.4], [70, 1.6, 5.5]]) {
    const shell = makeJet(), u = shell.material.uniforms;
    Object.assign(u.len, { value: len });
    Object.assign(u.radius, { value: radius });
    Object.assign(u.bulb, { value: bulb });
    u.widens.value = 0.05;
    u.lead.value = 1.6 / len;  // no edge where the shell begins
    u.hot.value.setRGB(1, 0.62, 0.42);
    u.cool.value.setRGB(0.9, 0.22, 0.16);
    shell.position.x = 1.5;
    group.add(shell);
  }
  group.add(makeCap());
  return group;
}

const CAP_VERTEX = `#include <common>
#include <logdepthbuf_pars_vertex>
varying vec3 n, toEye; varying float front;
void main() { vec4 seen = modelViewMatrix * vec4(position, 1.0); front = normalize(position).x; n = normalize(normalMatrix * normal); toEye = normalize(-seen.xyz); gl_Position = projectionMatrix * seen;
  #include <logdepthbuf_vertex>
}`;
const CAP_FRAGMENT = `#include <logdepthbuf_pars_fragment>
uniform float strength; varying vec3 n, toEye; varying float front;
void main() {
  #include <logdepthbuf_fragment>
  float face = pow(abs(dot(normalize(n), normalize(toEye))), 2.2); gl_FragColor = vec4(vec3(1.0, 0.58, 0.4) * face * smoothstep(0.15, 0.9, front) * strength, 1.0); }`;

/** The bright layer before the shield: a ball that has no rim. */
function makeCap() {
  const cap = new T.Mesh(new T.SphereGeometry(1.9, 40, 28), new T.ShaderMaterial({ uniforms: { strength: { value: 1 } }, vertexShader: CAP_VERTEX, fragmentShader: CAP_FRAGMENT, transparent: true, depthWrite: false, blending: T.AdditiveBlending }));
  cap.position.x = -0.35;
  return cap;
}

/** @param {any} group @param {number} share of the flight's greatest heat flux */
export function setPlasma(group, share) {
  group.visible = share > 0.02;
  group.children.forEach((/** @type {any} */ shell, /** @type {number} */ i) => {
    shell.material.uniforms.strength.value = [0.9, 0.5, 0.28, 0.6][i] * Math.min(1, share * 1.3);
  });
}
