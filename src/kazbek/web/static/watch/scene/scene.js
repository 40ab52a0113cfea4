// The picture: places in 64 bits, drawn about the camera in 32, so that a bolt on the pad stands as still as the whole Earth.
import * as T from "../../vendor/three.js";
import { bytes, loadTable } from "../files.js";
import { cross, dot, geodetic, inverse, norm, scale, sub, turn, unit } from "../math.js";
import { sunlit } from "../numbers.js";
import { makeCameras } from "./cameras.js";
import { makeDirector } from "./director.js";
import { makeJet, makePlasma, setFlame, setPlasma } from "./flames.js";
import { makePoses } from "./poses.js";
import { makeSky } from "./sky.js";
import { makeSmoke } from "./smoke.js";

const DEG = Math.PI / 180, MOON_m = 1.7374e6;

/** @param {any} page @param {HTMLCanvasElement} canvas */
export async function makeScene(page, canvas) {
  const renderer = new T.WebGLRenderer({ canvas, antialias: devicePixelRatio < 2, logarithmicDepthBuffer: true, powerPreference: "high-performance" });
  renderer.autoClear = false;
  renderer.toneMapping = T.ACESFilmicToneMapping;
  const poses = makePoses(page), cameras = makeCameras(page, poses), director = makeDirector(page, poses), [stars, towns] = await Promise.all(["/api/stars", "/api/towns"].map(loadTable)), sky = makeSky(page, stars, towns);
  const scene = new T.Scene(), camera = new T.PerspectiveCamera(42, 1, 0.1, 1e7), sun = new T.DirectionalLight(0xffffff, 3), shine = new T.HemisphereLight(0xffffff, 0x000000, 0.3), lamp = new T.SpotLight(0xfff0d8, 0, 120, 0.45, 0.6, 1.4);
  scene.add(sun, sun.target, shine, lamp, lamp.target);
  const meshes = makeMeshes(page, scene), smoke = makeSmoke(page, poses, scene);
  let shown = "chase", drawn = "", coarse = 1, last = 0;

  /** @param {any} state @param {any} view */
  function light(state, view) {
    const lit = sunlit(state.ship.r, state.sun_GCRF), up = unit(state.ship.r), day = Math.max(0, dot(up, state.sun_GCRF) + 0.1);
    sun.position.set(...scale(state.sun_GCRF, 1000));
    sun.intensity = lit ? 3.2 : 0;
    sun.color.setRGB(1, 0.96, lit && state.height_m < 8e4 ? 0.75 + 0.2 * Math.min(1, 2 * day) : 0.92);
    const inAir = Math.exp(-Math.max(0, state.height_m) / 8000);
    shine.position.set(...scale(up, inAir > 0.05 ? 1 : -1));
    shine.color.setRGB(0.75, 0.85, 1);
    shine.groundColor.setRGB(0.35 * inAir, 0.3 * inAir, 0.22 * inAir);
    shine.intensity = 0.07 + (0.5 + 1.0 * inAir) * Math.min(1, 1.4 * day);
    renderer.toneMappingExposure = lit ? 1 : 4.5;  // a camera opens up in the dark
    const flight = page.flightNamed(state.flight), close = state.range_m < 400 && !lit && state.source !== "docked", flooded = !lit && inAir > 0.5 && state.height_m - page.groundHeight(state) < 600 && poses.launched(flight);
    if (flooded) { shine.color.setRGB(1, 0.93, 0.8); shine.groundColor.setRGB(0.6, 0.55, 0.45); shine.intensity = 0.55; }  // floodlights of the pad, and flames; by eye
    lamp.intensity = close ? 4000 * Math.min(1, Math.max(0.1, ((state.channels.r_PORT_x_m ?? 12) / 12) ** 1.2)) : 0;  // the camera closes down as the port comes near
    if (close) { const q = poses.shipAttitude(state, flight); lamp.position.set(...sub(state.ship.r, view.eye)).add(new T.Vector3(...turn(q, [3.4, 0, 1.2]))); lamp.target.position.copy(lamp.position).add(new T.Vector3(...turn(q, [40, 0, 0]))); }
    return lit;
  }
  /** The sky as that eye sees it. @param {any} state @param {any} view @param {any} axes @param {number} w @param {number} h @param {boolean} lit */
  function behind(state, view, axes, w, h, lit) {
    const into = inverse(state.q_ITRF_GCRF), eye = turn(into, view.eye), [, , height_m] = geodetic(eye), zenith = page.upAt(eye), tangent = Math.tan((view.view_deg * DEG) / 2);
    const east = unit(cross([0, 0, 1], zenith)), north = cross(zenith, east), anchor = page.anchor(state), apart = anchor ? sub(eye, anchor) : [0, 0, 0];
    const moon = sub(scale(state.moon_GCRF, state.moon_distance_m), view.eye), moonSize = MOON_m / norm(moon);
    const day = dot(unit(view.eye), state.sun_GCRF), night = Math.min(1, Math.max(0, (0.05 - day) / 0.2));
    sky.set({
      right: turn(into, axes.right), upward: turn(into, axes.up), ahead: turn(into, axes.ahead), zenith, sun: turn(into, state.sun_GCRF), east, north, moon: turn(into, unit(moon)), moonSize, ratio: renderer.getPixelRatio(),
      tangentX: (tangent * w) / h, tangentY: tangent, height_km: (height_m - page.groundHeight(state)) / 1000, offset: [dot(apart, east) / 1000, dot(apart, north) / 1000],
      exposure: 0.28 * (1 + 5 * night), pixel: (2 * tangent) / h, near: norm(apart) < 60e3, stars: height_m < 4e4 && day > -0.1 ? 0 : lit && day > -0.1 ? 0.25 : 1,
    });
  }
  /** @param {any} state */
  function draw(state) {
    if (!state.ship || !state.q_ITRF_GCRF || !state.sun_GCRF) return;
    const box = canvas.getBoundingClientRect(), w = Math.max(2, box.width), h = Math.max(2, box.height), now = performance.now(), gap = now - last;
    last = now;
    if (gap < 1000) coarse = gap > 90 ? Math.max(0.5, coarse * 0.97) : gap < 40 ? Math.min(1, coarse * 1.02) : coarse;  // without a graphics card: fewer pixels, more pictures
    const ratio = Math.min(2, devicePixelRatio || 1) * (coarse > 0.75 ? 1 : 0.5);
    const [view, name] = cameras.view(director.camera(state), state), same = `${state.t} ${state.leg} ${view.eye} ${view.view_deg} ${w} ${h} ${ratio} ${meshes.count()} ${sky.loaded} ${!!state.station}`;
    if (same === drawn) return;  // nothing has moved: a held page costs nothing
    drawn = same;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) { renderer.setPixelRatio(ratio); renderer.setSize(w, h, false); }
    const ahead = unit(sub(view.target, view.eye)), right = unit(cross(ahead, view.up)), up = cross(right, ahead);
    shown = name;
    camera.fov = view.view_deg;
    camera.aspect = w / h;
    camera.position.set(0, 0, 0);
    camera.up.set(...up);
    camera.lookAt(new T.Vector3(...ahead));
    camera.near = Math.max(0.05, Math.min(50, norm(sub(view.target, view.eye)) * 0.01));
    camera.updateProjectionMatrix();
    const lit = light(state, view);
    behind(state, view, { right, up, ahead }, w, h, lit);
    const bodies = poses.at(state), seen = (/** @type {number[]} */ v) => [dot(v, right), dot(v, up), -dot(v, ahead)];
    smoke.show(state, bodies, view.eye, { towards: seen(state.sun_GCRF), sunColour: sun.color.toArray().map((/** @type {number} */ c) => c * sun.intensity * 0.32), skyColour: shine.color.toArray().map((/** @type {number} */ c) => c * shine.intensity * 0.4) });
    meshes.place(bodies, state, view.eye, poses.bodies(page.flightNamed(state.flight)));
    renderer.clear();
    renderer.render(sky.scene, camera);
    renderer.clearDepth();
    renderer.render(scene, camera);
  }
  handle(canvas, cameras.free, director);
  return { draw, director, camera: () => shown, poses: poses.at, loaded: () => meshes.loaded() && sky.loaded, triangles: () => renderer.info.render.triangles };
}

/** A finger or a mouse turns the free camera, a wheel or a pinch brings it nearer. @param {HTMLCanvasElement} canvas @param {any} free @param {any} director */
function handle(canvas, free, director) {
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    director.desk.chosen = "free";
    free.yaw += event.movementX * 0.006;
    free.pitch = Math.max(-1.5, Math.min(1.5, free.pitch + event.movementY * 0.006));
  });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); director.desk.chosen = "free"; free.far = Math.max(6, Math.min(4e7, free.far * Math.exp(event.deltaY * 0.0015))); }, { passive: false });
}

/** Bodies as they come to be needed; what is not there yet is not drawn. @param {any} page @param {any} scene */
function makeMeshes(page, scene) {
  const loader = new T.GLTFLoader();
  /** @type {Map<string, any>} */
  const held = new Map();
  let waiting = 0;
  const plasma = makePlasma(), main = makeJet();
  scene.add(plasma, main);

  /** @param {string} flight @param {string} name */
  function body(flight, name) {
    const key = `${flight}/${name}`;
    if (!held.has(key)) {
      const group = new T.Group();
      held.set(key, group);
      scene.add(group);
      waiting += 1;
      bytes(`/api/mesh/${key}`).then((file) => loader.parseAsync(file, "")).then((/** @type {any} */ model) => { plain(model.scene); group.add(model.scene); }).catch(() => {}).finally(() => { waiting -= 1; });
    }
    return held.get(key);
  }
  /** @param {any} group @param {any} about @param {any} state @param {number} burning */
  function flames(group, about, state, burning) {
    group.userData.jets ??= (about.nozzles_m ?? []).map((/** @type {number[]} */ at, /** @type {number} */ k) => { const jet = makeJet(); jet.position.set(...at); if (about.along) jet.quaternion.setFromUnitVectors(new T.Vector3(-1, 0, 0), new T.Vector3(...unit(about.along[k]))); group.add(jet); return jet; });
    const room_m = Math.max(1.5, state.height_m - page.groundHeight(state) + 2);  // the ground, or the pit, takes the rest
    for (const jet of group.userData.jets) { jet.visible = burning > 0; if (burning) setFlame(jet, about.nozzle_m, about.flame_m, state.height_m, 1, state.height_m < 1e4 ? room_m : Infinity); }
  }
  /** @param {any[]} bodies @param {any} state @param {number[]} eye @param {any} abouts */
  function place(bodies, state, eye, abouts) {
    for (const group of held.values()) group.visible = false;
    plasma.visible = main.visible = false;
    for (const { name, r, q, burning, scale: size } of bodies) {
      const group = body(state.flight, name), about = abouts[name] ?? {};
      group.visible = true;
      group.position.set(...sub(r, eye));
      group.quaternion.set(q[1], q[2], q[3], q[0]);
      group.scale.setScalar(size ?? 1);
      if (about.kind === "stage") flames(group, about, state, burning ?? 0);
      if (name === "ship" && burning) { main.visible = true; main.position.copy(group.position).add(new T.Vector3(...turn(q, [about.main_m ?? -3.4, 0, 0]))); main.quaternion.copy(group.quaternion); setFlame(main, 0.16, 1.1, 6e4, 0.9 * burning); }
      if (name === "capsule" && state.channels.heat_flux_W_m2 > 0) glow(group, state);
    }
  }
  /** @param {any} group @param {any} state */
  function glow(group, state) {
    const way = unit(sub(state.ship.v, cross([0, 0, 7.292115e-5], state.ship.r)));
    plasma.position.copy(group.position);
    plasma.quaternion.setFromUnitVectors(new T.Vector3(1, 0, 0), new T.Vector3(...way));
    setPlasma(plasma, state.channels.heat_flux_W_m2 / page.peakHeat(state.flight));
  }
  return { place, loaded: () => waiting === 0, count: () => held.size - waiting };
}

/** Lambert in place of the standard material: three times the frames on a machine without a graphics card. @param {any} model */
function plain(model) {
  /** @type {Map<string, any>} */
  const made = new Map();
  model.traverse((/** @type {any} */ part) => {
    if (!part.isMesh) return;
    const { uuid, color } = part.material;
    if (!made.has(uuid)) made.set(uuid, new T.MeshLambertMaterial({ color, side: T.DoubleSide }));
    part.material = made.get(uuid);
    part.frustumCulled = false;
  });
}
