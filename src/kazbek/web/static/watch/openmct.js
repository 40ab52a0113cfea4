// A plug-in for Open MCT: flights and their channels as telemetry, history with every peak, and a line for what comes.

/** @param {any} mission */
const roots = (mission) => mission.flights.map((/** @type {any} */ f) => ({ namespace: "kazbek", key: `flight:${f.name}` }));

/** One channel of a flight. @param {any} mission @param {string} flight @param {string} name */
function channelObject(mission, flight, name) {
  const { unit, sentence, low, high } = mission.channels[name];
  const value = { key: "value", name, unit, format: "float", hints: { range: 1 }, ...(low === null ? {} : { min: low }), ...(high === null ? {} : { max: high }) };
  return {
    identifier: { namespace: "kazbek", key: `channel:${flight}.${name}` }, name: name.replaceAll("_", " "), type: "kazbek.channel", location: `kazbek:flight:${flight}`, notes: sentence,
    telemetry: { values: [value, { key: "utc", source: "timestamp", name: "UTC", format: "utc", hints: { domain: 1 } }] },
  };
}

/** @param {string} base address of `kazbek watch`, or of a server that passes its /api on */
export default function kazbekPlugin(base = "") {
  return (/** @type {any} */ openmct) => {
    const told = fetch(`${base}/api/mission`).then((answer) => answer.json());
    openmct.types.addType("kazbek.channel", { name: "Channel", description: "A channel of a flight computed by kazbek", cssClass: "icon-telemetry" });
    openmct.objects.addRoot(() => [{ namespace: "kazbek", key: "mission" }]);
    openmct.objects.addProvider("kazbek", {
      get: async (/** @type {any} */ identifier) => {
        const mission = await told, [kind, path] = identifier.key.split(":");
        if (kind === "mission") return { identifier, name: mission.title, type: "folder", location: "ROOT" };
        if (kind === "flight") return { identifier, name: path, type: "folder", location: "kazbek:mission" };
        const [flight, name] = path.split(".");
        return channelObject(mission, flight, name);
      },
    });
    openmct.composition.addProvider({
      appliesTo: (/** @type {any} */ object) => object.identifier.namespace === "kazbek" && object.type === "folder",
      load: async (/** @type {any} */ object) => {
        const mission = await told, [kind, flight] = object.identifier.key.split(":");
        return kind === "mission" ? roots(mission) : Object.keys(mission.channels).map((name) => ({ namespace: "kazbek", key: `channel:${flight}.${name}` }));
      },
    });
    openmct.telemetry.addProvider({
      supportsRequest: (/** @type {any} */ object) => object.type === "kazbek.channel",
      request: async (/** @type {any} */ object, /** @type {any} */ options) => {
        const path = object.identifier.key.split(":")[1].replace(".", "/"), answer = await fetch(`${base}/api/history/${path}?start=${options.start}&end=${options.end}&limit=${options.size ?? 2000}`);
        return answer.ok ? (await answer.json()).rows.map((/** @type {number[]} */ [timestamp, value]) => ({ timestamp, value })) : [];
      },
      supportsSubscribe: (/** @type {any} */ object) => object.type === "kazbek.channel",
      subscribe: (/** @type {any} */ object, /** @type {(datum: any) => void} */ heard) => listen(base, object.identifier.key.split(":")[1], heard),
    });
  };
}

/** Samples of a channel from its flight's lift-off on. @param {string} base @param {string} path @param {(datum: any) => void} heard */
function listen(base, path, heard) {
  const [flight, name] = path.split("."), socket = new WebSocket(`${(base || location.origin).replace(/^http/, "ws")}/api/live`);
  socket.addEventListener("open", async () => {
    const mission = await (await fetch(`${base}/api/mission`)).json(), found = mission.flights.find((/** @type {any} */ f) => f.name === flight);
    socket.send(JSON.stringify({ subscribe: { flight, channels: [name], from: found?.liftoff ?? found?.span?.[0] ?? 0, rate: 1, hz: 2 } }));
  });
  socket.addEventListener("message", (event) => {
    socket.send('{"ack":1}');
    const { sample } = JSON.parse(event.data);
    if (sample && name in sample.values) heard({ timestamp: sample.unix_ms, value: sample.values[name] });
  });
  return () => socket.close();
}
