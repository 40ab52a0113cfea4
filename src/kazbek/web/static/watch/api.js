// The API's page, from its own OpenAPI document.
import { $, made } from "./dom.js";
import { json } from "./files.js";

const told = await json("/api/openapi.json");
$("title").textContent = `${told.info.title} ${told.info.version}: API`;
$("about").textContent = told.info.description;
for (const [path, { get }] of Object.entries(told.paths)) {
  const query = (get.parameters ?? []).map((/** @type {any} */ p) => p.name).join(", ");
  $("paths").append(made("dt", `GET ${path}${query ? ` ?${query}` : ""}`), made("dd", get.summary));
}
