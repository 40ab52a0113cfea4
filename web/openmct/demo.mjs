// Open MCT on one page, its /api passed on to a running `kazbek watch`: node demo.mjs [http://127.0.0.1:8138] [port]
import { createReadStream, existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const kazbek = new URL(process.argv[2] ?? "http://127.0.0.1:8138"), port = Number(process.argv[3] ?? 8139);
const dist = join(process.env.OPENMCT ?? join(here, "node_modules/openmct"), "dist");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff": "font/woff", ".json": "application/json" };

createServer((asked, answer) => {
  const path = new URL(asked.url, "http://x").pathname;
  if (path.startsWith("/api/") || path.startsWith("/static/")) {
    const passed = request({ host: kazbek.hostname, port: kazbek.port, path: asked.url, headers: { host: kazbek.host } }, (told) => { answer.writeHead(told.statusCode, { "content-type": told.headers["content-type"] }); told.pipe(answer); });
    passed.on("error", () => { answer.writeHead(502); answer.end(`no kazbek watch at ${kazbek.href}`); });
    passed.end();
    return;
  }
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
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
