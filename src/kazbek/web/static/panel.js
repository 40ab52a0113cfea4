// Format 43 field by field, the speed curves, the handles, the keys, the sheet.
import uPlot from "./vendor/uplot.js";

const JETS = ["+X", "−X", "+Y", "−Y", "+Z", "−Z"];
const LOOPS = ["automatic", "by hand, digital", "by hand, analogue"];

/** @param {string} id */
export const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {any} setup @param {number} language */
export function makeFormat(setup, language) {
  const rows = $("rows");
  rows.replaceChildren();
  /** @type {Record<string, HTMLElement>} */
  const cells = {};
  for (const [name, words] of Object.entries(setup.labels)) {
    const tr = document.createElement("tr"), th = document.createElement("td"), td = document.createElement("td");
    th.textContent = /** @type {string[]} */ (words)[language];
    tr.dataset.name = name;
    tr.append(th, td);
    rows.append(tr);
    cells[name] = td;
  }
  /** @param {string} name @param {string} text @param {string} mark */
  const put = (name, text, mark = "") => {
    const cell = cells[name];
    if (!cell) return;
    if (cell.textContent !== text) cell.textContent = text;
    const tr = /** @type {HTMLElement} */ (cell.parentElement);
    if (tr.className !== mark) tr.className = mark;
  };
  return (/** @type {any} */ s) => {
    const old = s.age > 0.3, stale = old ? "stale" : "", note = old ? ` (${s.age.toFixed(0)} s old)` : "";
    put("range", (s.range / 1000).toFixed(3) + note, stale);
    put("rate", s.rate.toFixed(2), stale || (s.range < 10 && s.rate < -0.35 ? "warn" : ""));
    put("sight_y", s["sight.y"].toFixed(3), stale);
    put("sight_z", s["sight.z"].toFixed(3), stale);
    put("propellant", s.propellant.toFixed(1));
    put("jets", JETS.map((name, k) => (s.jets & (1 << k) ? name : "··")).join(" "));
    put("kurs", s.kurs_on ? `set ${s.kurs + 1} auto-track` : "no set", s.kurs_on ? "" : "warn");
    put("mode", LOOPS[s.loop] + (s.set ? ` ${["", "K1", "K2", "K1+K2"][s.set]}` : ""));
    put("action", setup.parts[s.part - 1] ?? "");
    put("safety", safety(setup, s), safety(setup, s) === "safe" ? "" : "warn");
    put("time", new Date(1000 * s.unix).toISOString().slice(11, 19));
  };
}

/** @param {any} setup @param {any} s */
function safety(setup, s) {
  const speed = -s.rate;
  if (s.range > setup.stop_m && speed > Math.sqrt(2 * setup.curves[0] * (s.range - setup.stop_m))) return "DANGER: too fast";
  if (s.range < 10 && speed > setup.limits.closing_max_m_s) return "DANGER: too fast";
  return s.error > 5 ? "attitude off" : "safe";
}

/** @param {any} setup */
export function makeChart(setup) {
  /** @type {number[]} */
  const at = [];
  /** @type {(number | null)[][]} */
  const [upper, middle, lower] = [[], [], []];
  for (let k = 0; k <= 60; k++) {
    const r = Math.pow(10, 0 + (k / 60) * 2.7);
    at.push(r);
    [upper, middle, lower].forEach((list, i) => list.push(r > setup.stop_m ? Math.sqrt(2 * setup.curves[i] * (r - setup.stop_m)) : null));
  }
  /** @type {(number | null)[]} */
  const own = at.map(() => null);
  const plot = new uPlot(
    {
      width: 300, height: 150, legend: { show: false }, cursor: { show: false },
      scales: { x: { time: false, distr: 3, range: [1, 500] }, y: { distr: 3, range: [0.02, 3] } },
      axes: [{ stroke: "#86a08c", grid: { stroke: "#1a241d" }, label: "range, m", labelSize: 14, size: 26 }, { stroke: "#86a08c", grid: { stroke: "#1a241d" }, label: "m/s", labelSize: 12, size: 38 }],
      series: [{}, { stroke: "#ffb454" }, { stroke: "#7fe0a0" }, { stroke: "#5f9fd0" }, { stroke: "#ffffff", width: 2, spanGaps: true }, { stroke: "#c9a0ff", dash: [4, 4], spanGaps: true }],
    },
    [at, upper, middle, lower, own, own],
    $("chart"),
  );
  let shown = 0;
  /** @type {(number | null)[]} */
  let other = at.map(() => null);
  /** The reference flight's speed over range. @param {number[][]} rows seconds, x, y, z, closing speed */
  const reference = (rows) => {
    other = at.map((r) => {
      const near = rows.find((row) => row[1] <= r);
      return near && rows[0][1] >= r && near[4] > 0 ? near[4] : null;
    });
  };
  const draw = (/** @type {any} */ s, /** @type {number} */ now) => {
    const k = Math.round((Math.log10(Math.max(1, s.range)) / 2.7) * 60);
    if (k >= 0 && k <= 60 && s.age < 0.3) own[k] = Math.max(0.02, -s.rate);
    if (now - shown > 500) { shown = now; plot.setData([at, upper, middle, lower, own, other]); }
  };
  return { draw, reference };
}

/** Both handles: where they are, with their dead zones. @param {any} s */
export function drawHandles(s) {
  const canvas = /** @type {HTMLCanvasElement} */ ($("handles")), p = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  p.clearRect(0, 0, canvas.width, canvas.height);
  p.font = "10px ui-monospace, monospace";
  p.fillStyle = "#86a08c";
  p.fillText("RUD", 2, 10);
  p.fillText("RUO", 142, 10);
  for (const [x0, u, v, w] of [[50, "a.1", "a.2", "a.0"], [190, "a.5", "a.4", "a.3"]]) {
    const x = /** @type {number} */ (x0), turned = x > 100;
    p.strokeStyle = "#35513f";
    p.strokeRect(x - 38, 10, 76, 76);
    p.strokeRect(x - 4, 44, 8, 8);
    p.strokeRect(x + 46, 10, 10, 76);
    p.fillStyle = "#7fe0a0";
    p.beginPath();
    p.arc(x + 34 * s[u], 48 + 34 * (turned ? -s[v] : s[v]), 5, 0, 7);
    p.fill();
    p.fillRect(x + 46, 46 - 34 * s[w], 10, 4);
  }
}

/** @param {any} sheet */
export function showSheet(sheet) {
  const dialog = /** @type {HTMLDialogElement} */ ($("sheet"));
  dialog.replaceChildren();
  /** @param {string} tag @param {string} text @param {string} [mark] */
  const made = (tag, text, mark) => { const e = document.createElement(tag); e.textContent = text; if (mark) e.className = mark; return e; };
  dialog.append(made("h2", sheet.outcome === "docked" ? "Docked" : sheet.outcome === "lost" ? "Lost" : "Not docked"), made("p", sheet.reason));
  const table = document.createElement("table");
  for (const row of sheet.rows) {
    const tr = document.createElement("tr");
    const span = row.least > 0 ? `${row.least} to ${row.most}` : `up to ${row.most}`;
    tr.append(made("th", row.words), made("td", String(row.value)), made("td", span), made("td", row.kept ? "✓ kept" : "✗ broken", row.kept ? "kept" : "broken"));
    table.append(tr);
  }
  dialog.append(table, made("p", `${sheet.minutes} min, ${sheet.propellant_kg} kg of propellant`));
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);
  if (!dialog.open) dialog.show();
}
