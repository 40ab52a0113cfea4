// Open MCT on one page, its /api passed on to `kazbek watch`: node demo.mjs [RECORD | MISSION | http://…] [port]
// A record is watched, a mission's name is flown live, and a running `kazbek watch` is taken as it is.
import { spawn } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const [wanted = "soyuz-ms-19", port = "8139"] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url)), dist = join(here, "node_modules", "openmct", "dist");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff": "font/woff", ".json": "application/json" };

/** The address of a `kazbek watch` of our own; the environment's KAZBEK names another program than `kazbek`. */
async function watched(what) {
  const record = resolve(process.env.INIT_CWD ?? ".", what), asked = existsSync(record) ? [record] : ["--live", what];
  const server = spawn(process.env.KAZBEK ?? "kazbek", ["watch", ...asked, "--port", "0", "--no-browser"], { stdio: ["ignore", "pipe", "inherit"] });
  server.on("error", (fault) => { console.error(`kazbek cannot be started: ${fault.message}; is its environment active?`); process.exit(1); });
  server.on("exit", (status) => process.exit(status ?? 1));
  process.on("exit", () => server.kill());
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /https?:\S+/.exec(line);
    if (address) return new URL(address[0]);
  }
}

if (!existsSync(dist)) { console.error("Open MCT is not here yet: npm install"); process.exit(1); }
const kazbek = wanted.startsWith("http") ? new URL(wanted) : await watched(wanted);

function passedOn(asked, answer) {
  const passed = request({ host: kazbek.hostname, port: kazbek.port, path: asked.url, headers: { host: kazbek.host } }, (told) => { answer.writeHead(told.statusCode, { "content-type": told.headers["content-type"] }); told.pipe(answer); });
  passed.on("error", () => { answer.writeHead(502); answer.end(`no kazbek watch at ${kazbek.href}`); });
  passed.end();
}

createServer((asked, answer) => {
  const path = new URL(asked.url, "http://x").pathname;
  if (path.startsWith("/api/") || path.startsWith("/static/")) { passedOn(asked, answer); return; }
  const file = path === "/" ? join(here, "demo.html") : path === "/demo.js" ? join(here, "demo.js") : join(dist, normalize(path).replace(/^(\.\.[/\\])+/, ""));
  if (!existsSync(file)) { answer.writeHead(404); answer.end(); return; }
  answer.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(answer);
}).on("upgrade", (asked, socket) => {
  const on = connect(Number(kazbek.port), kazbek.hostname, () => {
    const headers = { ...asked.headers, host: kazbek.host, origin: kazbek.origin };
    on.write(`GET ${asked.url} HTTP/1.1\r\n${Object.entries(headers).map(([k, v]) => `${k}: ${v}`).join("\r\n")}\r\n\r\n`);
    socket.pipe(on).pipe(socket);
  });
  on.on("error", () => socket.destroy());
  socket.on("error", () => on.destroy());
}).listen(Number(port), "127.0.0.1", function () { console.log(`http://127.0.0.1:${this.address().port}/`); });
