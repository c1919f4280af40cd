// The pages under test, and a browser to look at them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of the site: `MPKC_SITE`, or what the repository's own content compiles to. */
export const site = resolve(process.env.MPKC_SITE ?? join(here, "../../out/html"));

if (!existsSync(join(site, "index.html"))) {
  throw new Error(`${site} has no index.html; run "mpkc build" first, or set MPKC_SITE`);
}

/** The address of a page, as a reader who opens the folder has it. */
export const address = (path) => {
  const [file, anchor] = path.split("#");
  return pathToFileURL(join(site, ...file.split("/"))).href + (anchor ? `#${anchor}` : "");
};

/** The languages of the site. */
export const languages = readdirSync(site, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(site, entry.name, "overview.html")))
  .map((entry) => entry.name)
  .sort();

/** The pages of a language. */
export const pagesOf = (language) =>
  readdirSync(join(site, language))
    .filter((name) => name.endsWith(".html"))
    .map((name) => `${language}/${name}`);

/** The browser of the system. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });

const types = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript" };

/**
 * The site on loopback, as a slow line and a busy browser have it: a page comes in about `pieces`, each ends where a tag
 * ends, which is where browsers put off the rest, and there are `pause` milliseconds between them.
 */
export async function inPieces(pieces, pause) {
  const server = createServer(async (request, response) => {
    const path = join(site, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const type = types[extname(path)];
    if (!type || !existsSync(path)) return response.writeHead(404).end();
    const body = readFileSync(path);
    response.writeHead(200, { "content-type": type });
    if (type !== "text/html") return response.end(body);
    const least = Math.ceil(body.length / pieces);
    for (let from = 0, to; from < body.length; from = to) {
      to = body.indexOf(">", Math.min(from + least, body.length)) + 1 || body.length;
      response.write(body.subarray(from, to));
      await setTimeout(pause);
    }
    return response.end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: (path) => `http://127.0.0.1:${server.address().port}/${path}`,
    close: () => server.close().closeAllConnections(),
  };
}
