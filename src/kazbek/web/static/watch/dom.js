// Words into the page, always as text: a record's names can hold anything.

/** @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);

/** @param {string} tag @param {string | number} [text] @param {Record<string, string>} [more] */
export function made(tag, text = "", more = {}) {
  const element = document.createElement(tag);
  element.textContent = String(text);
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  return element;
}

/** Replace a table's rows. @param {HTMLElement} table @param {string[]} heads @param {(string | HTMLElement)[][]} rows @param {string} [caption] */
export function fill(table, heads, rows, caption = "") {
  table.replaceChildren();
  if (caption) table.append(made("caption", caption));
  const head = document.createElement("thead"), body = document.createElement("tbody"), line = document.createElement("tr");
  for (const word of heads) line.append(made("th", word, { scope: "col" }));
  head.append(line);
  for (const cells of rows) {
    const row = document.createElement("tr");
    cells.forEach((cell, i) => row.append(cell instanceof HTMLElement ? cell : i ? made("td", cell) : made("th", cell, { scope: "row" })));
    body.append(row);
  }
  table.append(head, body);
}

/** A canvas sized to its box, and its pen in CSS pixels. @param {HTMLCanvasElement} canvas @returns {[CanvasRenderingContext2D, number, number]} */
export function pen(canvas) {
  const box = canvas.getBoundingClientRect(), ratio = Math.min(2, devicePixelRatio || 1), w = Math.round(box.width * ratio), h = Math.round(box.height * ratio);
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  const drawn = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  drawn.setTransform(ratio, 0, 0, ratio, 0, 0);
  return [drawn, box.width, box.height];
}

/** A colour of the page's theme. @param {string} name */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
