// Cesium's own reader of CZML, outside a browser: read_czml.mjs FILE STEP_s
// Says, as JSON, how long each entity is seen while the document's clock runs, and where it is at its availability's
// start, every STEP_s after it, and stop: metres, Earth-fixed; null where Cesium knows no place.
import fs from "node:fs";

for (const name of ["Image", "HTMLCanvasElement", "HTMLImageElement", "HTMLVideoElement"]) {
  globalThis[name] ??= class {}; // asked for by name only, to tell pictures from values
}
const { default: CzmlDataSource } = await import("@cesium/engine/Source/DataSources/CzmlDataSource.js");
const { default: JulianDate } = await import("@cesium/engine/Source/Core/JulianDate.js");

const [file, step] = [process.argv[2], Number(process.argv[3])];
const source = await CzmlDataSource.load(JSON.parse(fs.readFileSync(file, "utf8")));

function place(entity, time) {
  const found = entity.position.getValue(time);
  return [JulianDate.toIso8601(time, 9), found === undefined ? null : [found.x, found.y, found.z]];
}

function seen_s({ availability: { start, stop } }) {
  const { startTime, stopTime } = source.clock;
  const first = JulianDate.greaterThan(start, startTime) ? start : startTime;
  const last = JulianDate.lessThan(stop, stopTime) ? stop : stopTime;
  return JulianDate.secondsDifference(last, first);
}

function places(entity) {
  const { start, stop } = entity.availability;
  const all = [];
  const length_s = JulianDate.secondsDifference(stop, start);
  for (let t = 0; t < length_s; t += step) {
    all.push(place(entity, JulianDate.addSeconds(start, t, new JulianDate())));
  }
  return [...all, place(entity, stop)];
}

const shown = source.entities.values.map((entity) => ({
  id: entity.id,
  name: entity.name,
  drawn: entity.isShowing && entity.point !== undefined,
  seen_s: seen_s(entity),
  places: places(entity),
}));
console.log(JSON.stringify(shown));
