// The mission's plan for Open MCT: what was announced, what happened, each flight's legs and burns, in swim lanes that are never mixed.
import { makeTimes } from "./times.js";

const ANNOUNCED = "Announced", ACTUAL = "Actual", BURNS = "Burns", MOMENT_s = 60;
/** @type {Record<string, string>} */
const COLOURS = { [ANNOUNCED]: "#8c8c8c", [ACTUAL]: "#2e7d4f", [BURNS]: "#c0622b" }, LEGS = "#2f6f9f", CANCELLED = "#a11616";

/** Which properties of an activity are which. */
export const PLAN_MAP = { orderedGroups: "groups", activities: "activities", groupId: "group", start: "start", end: "end", id: "id", displayProperties: { state: "State", source: "Source" } };

/** @param {any} mission @returns {{ groups: string[], activities: any[] }} */
export function planBody(mission) {
  const times = makeTimes(mission), ms = (/** @type {number} */ t) => times.unix(t) * 1000;
  /** @param {string} group @param {string} id @param {string} name @param {number} from @param {number} until @param {any} [more] */
  const activity = (group, id, name, from, until, more = {}) => ({ group, id: `${group}/${id}`, name, type: group, start: ms(from), end: ms(Math.max(until, from + MOMENT_s)), color: COLOURS[group] ?? LEGS, textColor: "#ffffff", ...more });
  const activities = /** @type {any[]} */ ([]);
  for (const slot of mission.slots) {
    const about = { state: slot.state, source: slot.source, ...(slot.state === "cancelled" ? { color: CANCELLED } : {}) };
    activities.push(activity(ANNOUNCED, slot.id, slot.title, slot.opens, slot.planned ?? slot.closes, about));
    if (slot.actual !== null) activities.push(activity(ACTUAL, slot.id, slot.title, Math.min(slot.opens, slot.actual), slot.actual, about));
  }
  for (const flight of mission.flights) {
    for (const leg of flight.legs) activities.push(activity(legsOf(flight), leg.name, leg.name.replaceAll("_", " "), leg.start, leg.end, { state: leg.outcome }));
  }
  for (const event of mission.events) {
    const lasts_s = event.values.duration_s;
    if (!/burn/.test(event.name) || typeof lasts_s !== "number") continue;
    const from = event.name.endsWith("_end") ? event.t - lasts_s : event.t;
    activities.push(activity(BURNS, event.id, event.name.replaceAll("_", " "), from, from + lasts_s, { state: event.text }));
  }
  return { groups: [ANNOUNCED, ACTUAL, ...mission.flights.map(legsOf), BURNS].filter((group) => activities.some((a) => a.group === group)), activities };
}

/** @param {any} flight */
const legsOf = (flight) => `Flight ${flight.name}`;
