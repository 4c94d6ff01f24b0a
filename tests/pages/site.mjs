// A published site: its files, its pages by kind, and a server for it.

import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

const MEDIA_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".xml": "application/xml",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/** Reads the list of a site's files; paths are relative, with slashes, sorted. */
export async function openSite(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
  const all = new Set(files);
  const pages = files.filter((file) => file.endsWith(".html"));
  const read = (file) => readFile(join(folder, file), "utf8");
  return { folder, files: all, pages, read, base: await basePath(all, read) };
}

/** The path below which the site will stand, by the home page's canonical address. */
async function basePath(files, read) {
  if (!files.has("index.html")) return "/";
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(await read("index.html"));
  return canonical ? new URL(".", canonical[1]).pathname : "/";
}

/** At most `count` of a list, evenly spread, always the same ones. */
export function sample(list, count) {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]);
}

/** The kind of a page as its body's class says; a redirect or other page has none. */
export function kindOf(html) {
  return /<body class="([a-z-]+)"/.exec(html)?.[1];
}

/** What is looked at in every language; other kinds only in the home page's. */
const IN_EVERY_LANGUAGE = ["event", "home", "month"];

/** One page of each kind: the largest of a few, which has most to check. */
export async function pageOfEachKind(site) {
  const found = new Map();
  const langOf = (html) => /<html lang="([^"]*)"/.exec(html)?.[1] ?? "";
  const main = site.files.has("index.html") ? langOf(await site.read("index.html")) : "";
  for (const page of sample(site.pages, 3000)) {
    const html = await site.read(page);
    const kind = kindOf(html);
    if (!kind) continue;
    const lang = langOf(html);
    if (lang !== main && !IN_EVERY_LANGUAGE.includes(kind)) continue;
    const key = `${kind} ${lang}`;
    if (!found.has(key) || found.get(key).size < html.length) found.set(key, { page, size: html.length });
  }
  return [...found].sort().map(([kind, { page }]) => ({ kind, page }));
}

/** Serves the folder on a free port of 127.0.0.1, below the site's base path. */
export async function serve(site) {
  const server = createServer(async (request, response) => {
    try {
      const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
      const file = path.startsWith(site.base) ? path.slice(site.base.length) : "";
      if (!site.files.has(file)) throw new Error("no such file");
      const type = MEDIA_TYPES[extname(file)] ?? "application/octet-stream";
      const body = await readFile(join(site.folder, file));
      response.writeHead(200, { "content-type": type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, close: () => server.close() };
}

/** The address of a page below an origin. */
export function addressOf(site, origin, page) {
  return origin + site.base + page.split("/").map(encodeURIComponent).join("/");
}
