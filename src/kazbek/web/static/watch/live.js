// How far the mission has come, told by the server; nothing on a page that was exported.
import { $ } from "./dom.js";

/** @param {(state: any) => void} changed */
export function follow(changed) {
  if (location.protocol === "file:") return;
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/live`);
  socket.addEventListener("message", (event) => {
    socket.send('{"ack":1}');
    const { state } = JSON.parse(event.data);
    if (state) changed(state);
  });
  socket.addEventListener("close", () => { if (!$("status").dataset.done) $("status").textContent = "the server has ended; what is here stays"; });
}

/** What to say of a state in the line on top. @param {any} state @param {string} outcome */
export function stateText(state, outcome) {
  if (state.fault) return `The flight has ended: ${state.fault}. What was flown stays.`;
  if (!state.complete) return `being flown: ${state.working || "…"}`;
  return `${outcome}; computed by kazbek, not tracked`;
}
