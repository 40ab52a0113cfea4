// Open MCT with kazbek's plug-in, opened on the minutes of the ascent once there is one.
import kazbekPlugin from "/static/watch/openmct.js";

const { openmct } = window, ASCENT_ms = 540000;

async function liftoff() {
  for (;;) {
    const mission = await (await fetch("/api/mission")).json(), events = mission.events ?? [];
    const found = events.find((e) => e.name === "liftoff") ?? (mission.complete ? events[0] : undefined);
    if (found || mission.complete) return Date.parse(found?.utc ?? new Date().toISOString());
    document.getElementById("mct").textContent = `being flown: ${mission.working}`;
    await new Promise((later) => setTimeout(later, 500));
  }
}

const at = await liftoff(), bounds = { start: at, end: at + ASCENT_ms };
document.getElementById("mct").textContent = "";
openmct.setAssetPath("/");
openmct.install(openmct.plugins.LocalStorage());
openmct.install(openmct.plugins.MyItems());
openmct.install(openmct.plugins.UTCTimeSystem());
openmct.install(openmct.plugins.PlanLayout());
openmct.install(openmct.plugins.Espresso());
openmct.install(kazbekPlugin("", at));
openmct.install(openmct.plugins.Conductor({ menuOptions: [
  { name: "Fixed", timeSystem: "utc", bounds },
  { name: "Mission clock", timeSystem: "utc", clock: "kazbek", clockOffsets: { start: -120000, end: 20000 } },
] }));
openmct.time.setMode("fixed", bounds); // the second entry's offsets have moved them
openmct.start(document.getElementById("mct"));
