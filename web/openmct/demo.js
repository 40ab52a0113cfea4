// Open MCT with kazbek's plug-in, opened on the minutes of the ascent.
import kazbekPlugin from "/static/watch/openmct.js";

const { openmct } = window;
const mission = await (await fetch("/api/mission")).json(), liftoff = mission.events.find((e) => e.name === "liftoff") ?? mission.events[0];
const at = Date.parse(liftoff.utc);
openmct.setAssetPath("/");
openmct.install(openmct.plugins.LocalStorage());
openmct.install(openmct.plugins.MyItems());
openmct.install(openmct.plugins.UTCTimeSystem());
openmct.install(openmct.plugins.Espresso());
openmct.install(openmct.plugins.Conductor({ menuOptions: [{ name: "Fixed", timeSystem: "utc", bounds: { start: at, end: at + 540000 } }] }));
openmct.install(kazbekPlugin());
openmct.start(document.getElementById("mct"));
