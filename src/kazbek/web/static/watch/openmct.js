// A plug-in for Open MCT: flights and their channels as telemetry (history with every peak, and as a clock passes over it), and the plan.
import { quantity } from "./figures.js";
import { PLAN_MAP, planBody } from "./openmct_plan.js";
import { makeTimes } from "./times.js";

/** @param {string} key */
const named = (key) => ({ namespace: "kazbek", key });

/** One channel of a flight. @param {any} mission @param {string} flight @param {string} name */
function channelObject(mission, flight, name) {
  const { unit, sentence, low, high } = mission.channels[name], told = quantity(name);
  const value = { key: "value", name: told, unit, format: "float", hints: { range: 1 }, ...(low === null ? {} : { min: low }), ...(high === null ? {} : { max: high }) };
  return {
    identifier: named(`channel:${flight}.${name}`), name: told, type: "kazbek.channel", location: `kazbek:flight:${flight}`, notes: sentence,
    telemetry: { values: [value, { key: "utc", source: "timestamp", name: "UTC", format: "utc", hints: { domain: 1 } }] },
  };
}

/** The plan; its configuration is whole, since Open MCT cannot save another. @param {any} mission */
function planObject(mission) {
  const body = planBody(mission), swimlaneVisibility = Object.fromEntries(body.groups.map((group) => [group, true]));
  return { identifier: named("plan"), name: "Plan", type: "plan", location: "kazbek:mission", sourceMap: PLAN_MAP, selectFile: { body }, configuration: { clipActivityNames: false, swimlaneVisibility } };
}

/** @param {any} mission @param {string} key */
function objectOf(mission, key) {
  const [kind, path] = key.split(":"), identifier = named(key);
  if (kind === "mission") return { identifier, name: mission.title ?? "kazbek", type: "folder", location: "ROOT" };
  if (kind === "plan") return planObject(mission);
  if (kind === "flight") return { identifier, name: path, type: "folder", location: "kazbek:mission" };
  const [flight, name] = path.split(".");
  return channelObject(mission, flight, name);
}

/** What a folder holds. @param {any} mission @param {string} key */
function inside(mission, key) {
  const [kind, flight] = key.split(":");
  if (kind === "flight") return Object.keys(mission.channels).map((name) => named(`channel:${flight}.${name}`));
  return mission.begun ? [named("plan"), ...mission.flights.map((/** @type {any} */ f) => named(`flight:${f.name}`))] : [];
}

/** Open MCT's clock `kazbek`: mission time, as time passes here. */
class MissionClock {
  /** @param {number} from_ms Unix time at which it starts */
  constructor(from_ms) {
    this.key = "kazbek";
    this.name = "Mission clock";
    this.description = "Time of the mission, from the instant at which this page was opened on it";
    this.cssClass = "icon-clock";
    this.ahead_ms = from_ms - Date.now();
    /** @type {Map<(now_ms: number) => void, ReturnType<typeof setInterval>>} */
    this.ticking = new Map();
  }
  currentValue() { return Date.now() + this.ahead_ms; }
  /** @param {string} _ @param {(now_ms: number) => void} heard */
  on(_, heard) { this.off(_, heard); this.ticking.set(heard, setInterval(() => heard(this.currentValue()), 500)); }
  /** @param {string} _ @param {(now_ms: number) => void} heard */
  off(_, heard) { clearInterval(this.ticking.get(heard)); this.ticking.delete(heard); }
}

/** @param {string} [base] address of `kazbek watch`, or of a server that passes its /api on @param {number} [from_ms] at which the mission clock starts */
export default function kazbekPlugin(base = "", from_ms = Date.now()) {
  return (/** @type {any} */ openmct) => {
    const told = newest(`${base}/api/mission`), clock = new MissionClock(from_ms), ours = (/** @type {any} */ object) => object.type === "kazbek.channel";
    openmct.time.addClock(clock);
    openmct.types.addType("kazbek.channel", { name: "Channel", description: "A channel of a flight computed by kazbek", cssClass: "icon-telemetry" });
    openmct.objects.addRoot(() => [named("mission")]);
    openmct.objects.addProvider("kazbek", { get: async (/** @type {any} */ identifier) => objectOf(await told(), identifier.key) });
    openmct.composition.addProvider({
      appliesTo: (/** @type {any} */ object) => object.identifier.namespace === "kazbek" && object.type === "folder",
      load: async (/** @type {any} */ object) => inside(await told(), object.identifier.key),
    });
    openmct.telemetry.addProvider({
      supportsRequest: ours,
      request: async (/** @type {any} */ object, /** @type {any} */ options) => {
        const path = object.identifier.key.split(":")[1].replace(".", "/"), end = openmct.time.isRealTime() ? Math.min(options.end, clock.currentValue()) : options.end;
        const answer = await fetch(`${base}/api/history/${path}?start=${options.start}&end=${end}&limit=${options.size ?? 2000}`);
        return answer.ok ? (await answer.json()).rows.map((/** @type {number[]} */ [timestamp, value]) => ({ timestamp, value })) : [];
      },
      supportsSubscribe: ours,
      subscribe: (/** @type {any} */ object, /** @type {(datum: any) => void} */ heard) => listen(base, object.identifier.key.split(":")[1], clock, (datum) => { if (openmct.time.isRealTime()) heard(datum); }),
    });
  };
}

/** A document, asked for again where what is known of it is older than two seconds: it grows while a mission is flown. @param {string} path */
function newest(path) {
  let known = /** @type {Promise<any> | null} */ (null), asked = 0;
  return () => {
    if (known === null || Date.now() - asked > 2000) { asked = Date.now(); known = fetch(path).then((answer) => answer.json()); }
    return known;
  };
}

/** Samples of a channel as the mission clock passes over them. @param {string} base @param {string} path @param {MissionClock} clock @param {(datum: any) => void} heard */
function listen(base, path, clock, heard) {
  const [flight, name] = path.split("."), socket = new WebSocket(`${(base || location.origin).replace(/^http/, "ws")}/api/live`);
  socket.addEventListener("open", async () => {
    const mission = await (await fetch(`${base}/api/mission`)).json();
    socket.send(JSON.stringify({ subscribe: { flight, channels: [name], from: makeTimes(mission).fromUnix(clock.currentValue() / 1000), rate: 1, hz: 2 } }));
  });
  socket.addEventListener("message", (event) => {
    socket.send('{"ack":1}');
    const { sample } = JSON.parse(event.data);
    if (sample && name in sample.values) heard({ timestamp: sample.unix_ms, value: sample.values[name] });
  });
  return () => socket.close();
}
