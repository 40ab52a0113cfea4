// Where documents and tables come from: this page's server, or the folder that was exported with it.

/** @param {string} path @returns {Promise<ArrayBuffer>} */
export async function bytes(path) {
  const kept = /** @type {any} */ (globalThis).kazbekFiles?.[path];
  if (kept?.startsWith("=")) return bytes(kept.slice(1));
  if (kept !== undefined) {
    const packed = new Blob([Uint8Array.from(atob(kept), (c) => c.charCodeAt(0))]);
    return new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** @param {string} path @returns {Promise<any>} */
export async function json(path) {
  return JSON.parse(new TextDecoder().decode(await bytes(path)));
}

/** @typedef {{ rows: number, has: (name: string) => boolean, column: (name: string) => Float64Array | Float32Array, t: Float64Array }} Table */

/** A packed table (see packing.py). @param {ArrayBuffer} file @returns {Table} */
export function table(file) {
  const size = new DataView(file).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, size)));
  /** @type {Map<string, Float64Array | Float32Array>} */
  const columns = new Map();
  for (const [name, kind, at, step] of header.columns) {
    columns.set(name, kind === "d2" ? summed(new Float64Array(file, at, header.rows), step) : kind === "f8" ? new Float64Array(file, at, header.rows) : new Float32Array(file, at, header.rows));
  }
  const column = (/** @type {string} */ name) => /** @type {Float64Array | Float32Array} */ (columns.get(name));
  return { rows: header.rows, has: (name) => columns.has(name), column, t: /** @type {Float64Array} */ (columns.get("t_s")) };
}

/** A column from the second differences of its counts, in place. @param {Float64Array} column @param {number} step */
function summed(column, step) {
  for (let i = 0, slope = 0, count = 0; i < column.length; i++) { slope += column[i]; count += slope; column[i] = count * step; }
  return column;
}

/** @param {string} path */
export const loadTable = async (path) => table(await bytes(path));
