// What is drawn over the periscope's picture: mask, one-degree grid with its gap, outer ring; and outlines without WebGL.

/** @param {HTMLCanvasElement} canvas @param {any} setup */
export function makeGrid(canvas, setup) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  function size() {
    const box = canvas.getBoundingClientRect(), ratio = devicePixelRatio || 1;
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return [box.width, box.height];
  }
  /** @param {any} s @param {boolean} outlines */
  function draw(s, outlines) {
    const [w, h] = size(), cx = w / 2, cy = h / 2, R = discRadius(w, h);
    pen.clearRect(0, 0, w, h);
    const focal = R / Math.tan((setup.field_deg * Math.PI) / 360);
    if (outlines) wire(pen, setup, s, cx, cy, focal);
    pen.fillStyle = "#060807";
    pen.beginPath();
    pen.rect(0, 0, w, h);
    pen.moveTo(cx + R, cy);
    pen.arc(cx, cy, R, 0, 2 * Math.PI, true);
    pen.fill("evenodd");
    ring(pen, cx, cy, R);
    cross(pen, cx, cy, R, focal);
  }
  /** @param {CanvasRenderingContext2D} p @param {number} cx @param {number} cy @param {number} R @param {number} focal */
  function cross(p, cx, cy, R, focal) {
    p.strokeStyle = "rgba(12,18,12,.9)";
    for (const [width, colour] of /** @type {[number, string][]} */ ([[2.6, "rgba(4,8,5,.75)"], [1.1, "rgba(190,240,200,.85)"]])) {
      p.lineWidth = width;
      p.strokeStyle = colour;
      const gap = focal * Math.tan(((setup.grid_deg / 2) * Math.PI) / 180);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) line(p, cx + dx * gap, cy + dy * gap, cx + dx * R, cy + dy * R);
      const count = Math.floor(setup.field_deg / 2 / setup.grid_deg);
      for (let i = -count; i <= count; i++) {
        if (!i) continue;
        const at = focal * Math.tan((i * setup.grid_deg * Math.PI) / 180), tall = i % 5 ? 6 : 11;
        line(p, cx + at, cy - tall, cx + at, cy + tall);
        line(p, cx - tall, cy + at, cx + tall, cy + at);
      }
    }
  }
  return { draw };
}

const FIGURES = 27;  // pixels beside the disc for those of the protractor

/** Of the periscope's disc in a picture so wide and high. @param {number} w @param {number} h */
export const discRadius = (w, h) => Math.min(0.46 * Math.min(w, h), w / 2 - FIGURES);

/** @param {CanvasRenderingContext2D} p @param {number} a @param {number} b @param {number} c @param {number} d */
function line(p, a, b, c, d) { p.beginPath(); p.moveTo(a, b); p.lineTo(c, d); p.stroke(); }

/** The protractor from 0 to 360. @param {CanvasRenderingContext2D} p @param {number} cx @param {number} cy @param {number} R */
function ring(p, cx, cy, R) {
  p.strokeStyle = "#35513f";
  p.lineWidth = 2;
  p.beginPath();
  p.arc(cx, cy, R + 1, 0, 2 * Math.PI);
  p.stroke();
  p.fillStyle = "#7c9a86";
  p.font = "10px ui-monospace, monospace";
  p.textAlign = "center";
  for (let a = 0; a < 360; a += 5) {
    const x = Math.sin((a * Math.PI) / 180), y = -Math.cos((a * Math.PI) / 180), long = a % 30 === 0;
    p.lineWidth = 1;
    line(p, cx + x * (R + 2), cy + y * (R + 2), cx + x * (R + (long ? 9 : 6)), cy + y * (R + (long ? 9 : 6)));
    if (long) p.fillText(String(a), cx + x * (R + 17), cy + y * (R + 17) + 3);
  }
}

/** Outlines of the station's rods and the port, where there is no WebGL. The same geometry that collisions are judged by.
 * @param {CanvasRenderingContext2D} p @param {any} setup @param {any} s @param {number} cx @param {number} cy @param {number} focal */
function wire(p, setup, s, cx, cy, focal) {
  const turn = axes(s), eye = [0, 1, 2].map((i) => [s["p.x"], s["p.y"], s["p.z"]][i] + setup.eye_m[0] * turn[0][i] + setup.eye_m[2] * turn[2][i]);
  /** @param {number[]} q @returns {number[] | null} */
  const seen = (q) => {
    const d = q.map((x, i) => x - eye[i]), ahead = dot(d, turn[0]);
    return ahead > 0.1 ? [cx + (focal * dot(d, turn[1])) / ahead, cy + (focal * dot(d, turn[2])) / ahead, focal / ahead] : null;
  };
  p.strokeStyle = "#b8d8c0";
  p.lineWidth = 1.2;
  for (const rod of setup.rods) {
    const a = seen(rod.slice(0, 3)), b = seen(rod.slice(3, 6));
    if (!a || !b) continue;
    for (const side of [-1, 1]) {
      const n = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1, nx = (-(b[1] - a[1]) / n) * side * rod[6], ny = ((b[0] - a[0]) / n) * side * rod[6];
      line(p, a[0] + nx * a[2], a[1] + ny * a[2], b[0] + nx * b[2], b[1] + ny * b[2]);
    }
    for (const e of [a, b]) { p.beginPath(); p.arc(e[0], e[1], rod[6] * e[2], 0, 2 * Math.PI); p.stroke(); }
  }
  for (const radius of [0.4, 0.65]) circle(p, seen, [0, 0, 0], radius);
  const z = setup.eye_m[2];
  circle(p, seen, [-0.53, 0, z], 0.24);
  for (const [u, v] of [[[-0.12, -0.13, z], [-0.12, 0.13, z]], [[-0.12, 0, z - 0.13], [-0.12, 0, z + 0.13]]]) {
    const a = seen(u), b = seen(v);
    if (a && b) line(p, a[0], a[1], b[0], b[1]);
  }
}

/** @param {CanvasRenderingContext2D} p @param {(q: number[]) => number[] | null} seen @param {number[]} at @param {number} r */
function circle(p, seen, at, r) {
  p.beginPath();
  for (let i = 0; i <= 40; i++) {
    const q = seen([at[0], at[1] + r * Math.cos((i * Math.PI) / 20), at[2] + r * Math.sin((i * Math.PI) / 20)]);
    if (q) p.lineTo(q[0], q[1]);
  }
  p.stroke();
}

/** @param {number[]} a @param {number[]} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** BODY axes along PORT. @param {any} s */
export function axes(s) {
  const w = s["q.w"], x = s["q.x"], y = s["q.y"], z = s["q.z"];
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)],
    [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)],
    [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)],
  ];
}
