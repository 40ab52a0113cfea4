// What the pages use of three.js (MIT), as one module.
export * from "three";
export { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
