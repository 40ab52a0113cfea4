// The periscope: the station as it stands in PORT, the Earth, the Sun and the stars behind it, and the grid before it.
import * as T from "./vendor/three.js";
import { discRadius } from "./grid.js";

const EARTH_KM = 6371;

/** @param {HTMLCanvasElement} canvas @param {any} setup */
export function makeView(canvas, setup) {
  const renderer = new T.WebGLRenderer({ canvas, antialias: devicePixelRatio < 2, powerPreference: "high-performance" });
  renderer.autoClear = false;
  renderer.toneMapping = T.ACESFilmicToneMapping;
  const scene = new T.Scene(), sky = new T.Scene();
  const camera = new T.PerspectiveCamera(setup.field_deg, 1, 0.05, 3000);
  const far = new T.PerspectiveCamera(setup.field_deg, 1, 10, 60000);
  const sun = new T.DirectionalLight(0xfff4e6, 3.2), shine = new T.HemisphereLight(0x0a0d12, 0xbccadb, 0.6);
  const lamp = new T.SpotLight(0xfff0d8, 0, 90, 0.16, 0.6, 1.4);
  scene.add(sun, sun.target, shine, lamp, lamp.target);
  const skySun = new T.DirectionalLight(0xffffff, 3.0);
  const earth = new T.Mesh(new T.SphereGeometry(EARTH_KM, 96, 64), new T.MeshLambertMaterial({ color: 0x335577 }));
  new T.TextureLoader().load("/texture/earth.jpg", (/** @type {any} */ map) => {
    map.colorSpace = T.SRGBColorSpace;
    earth.material = new T.MeshLambertMaterial({ map });
    view.loaded += 1;
  });
  const air = new T.Mesh(
    new T.SphereGeometry(EARTH_KM + 60, 96, 64),
    new T.MeshLambertMaterial({ color: 0x6fa8ff, transparent: true, opacity: 0.18, side: T.BackSide, depthWrite: false }),
  );
  const disc = new T.Mesh(new T.SphereGeometry(130, 24, 16), new T.MeshBasicMaterial({ color: 0xfffbe8, toneMapped: false }));
  sky.add(skySun, skySun.target, new T.AmbientLight(0x8fa0c0, 0.04), earth, air, disc, stars());
  const station = new T.Group();
  station.matrixAutoUpdate = false;
  station.matrix.fromArray(setup.station);
  scene.add(station);
  new T.GLTFLoader().load("/mesh/station.glb", (/** @type {any} */ model) => {
    plain(model.scene);
    station.add(model.scene);
    station.updateMatrixWorld(true);
    view.loaded += 1;
  });
  const eye = new T.Vector3(...setup.eye_m);

  /** @param {any} s snapshot between two of the server's @param {boolean} headlight */
  function draw(s, headlight) {
    const box = canvas.getBoundingClientRect(), w = Math.max(2, box.width), h = Math.max(2, box.height);
    if (canvas.width !== Math.round(w * renderer.getPixelRatio()) || canvas.height !== Math.round(h * renderer.getPixelRatio())) renderer.setSize(w, h, false);
    // the disc of the field is as wide as that of the grid
    const fov = 2 * Math.atan(Math.tan((setup.field_deg * Math.PI) / 360) * (h / (2 * discRadius(w, h)))) * (180 / Math.PI);
    for (const c of [camera, far]) { c.fov = fov; c.aspect = w / h; c.updateProjectionMatrix(); }
    const body = new T.Quaternion(-s["q.x"], -s["q.y"], -s["q.z"], s["q.w"]).conjugate(); // BODY into PORT
    const nose = new T.Vector3(1, 0, 0).applyQuaternion(body), down = new T.Vector3(0, 0, 1).applyQuaternion(body);
    const at = new T.Vector3(s["p.x"], s["p.y"], s["p.z"]).add(eye.clone().applyQuaternion(body));
    pose(camera, at, nose, down);
    pose(far, new T.Vector3(), nose, down);
    const toSun = new T.Vector3(s["sun.x"], s["sun.y"], s["sun.z"]), toEarth = new T.Vector3(s["earth.x"], s["earth.y"], s["earth.z"]);
    sun.position.copy(toSun).multiplyScalar(200);
    sun.intensity = 3.2 * s.lit;
    const day = Math.max(0, -toEarth.dot(toSun) + 0.15);
    shine.position.copy(toEarth).negate();
    shine.intensity = 0.16 + 1.3 * Math.min(1, day);
    lamp.position.copy(at);
    lamp.target.position.copy(at).addScaledVector(nose, 30);
    lamp.intensity = headlight ? 900 * Math.min(1, Math.max(0.1, (s["tip.x"] + 4) / 45)) : 0; // the eye gets used to what is near and bright
    earth.position.copy(toEarth).multiplyScalar(s.earth_m / 1000);
    air.position.copy(earth.position);
    const turn = new T.Quaternion(s["i.x"], s["i.y"], s["i.z"], s["i.w"]).conjugate();
    earth.quaternion.copy(turn).multiply(upright);
    skySun.position.copy(toSun).multiplyScalar(30000);
    disc.position.copy(toSun).multiplyScalar(28000);
    disc.visible = s.lit > 0.02;
    starField.quaternion.set(s["g.x"], s["g.y"], s["g.z"], s["g.w"]).conjugate();
    starField.visible = s.lit < 0.5 || day < 0.05;
    renderer.clear();
    renderer.render(sky, far);
    renderer.clearDepth();
    renderer.render(scene, camera);
  }
  const view = { draw, loaded: 0, triangles: () => renderer.info.render.triangles };
  return view;
}

/** @type {any} */
let starField;

function stars() {
  const n = 2500, places = new Float32Array(3 * n), shades = new Float32Array(3 * n);
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < n; i++) {
    const z = 2 * next() - 1, a = 2 * Math.PI * next(), r = Math.sqrt(1 - z * z), b = 0.15 + 0.85 * Math.pow(next(), 4);
    places.set([50000 * r * Math.cos(a), 50000 * r * Math.sin(a), 50000 * z], 3 * i);
    shades.set([b, b, b], 3 * i);
  }
  const geometry = new T.BufferGeometry();
  geometry.setAttribute("position", new T.BufferAttribute(places, 3));
  geometry.setAttribute("color", new T.BufferAttribute(shades, 3));
  starField = new T.Points(geometry, new T.PointsMaterial({ size: 1.6, sizeAttenuation: false, vertexColors: true, toneMapped: false }));
  return starField;
}

/** three's spheres have their poles along y, the prime meridian of the picture at -x: into ITRF. */
const upright = new T.Quaternion().setFromAxisAngle(new T.Vector3(1, 0, 0), Math.PI / 2);

/** @param {any} camera @param {any} at @param {any} nose @param {any} down */
function pose(camera, at, nose, down) {
  camera.position.copy(at);
  camera.up.copy(down).negate();
  camera.lookAt(at.clone().add(nose));
}

/** Lambert in place of the standard material: three times the frames on a machine without a graphics card. @param {any} model */
function plain(model) {
  /** @type {Map<string, any>} */
  const made = new Map();
  model.traverse((/** @type {any} */ part) => {
    if (!part.isMesh) return;
    const name = part.material.uuid;
    if (!made.has(name)) made.set(name, new T.MeshLambertMaterial({ color: part.material.color, side: T.DoubleSide }));
    part.material = made.get(name);
  });
}
