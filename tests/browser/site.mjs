// The pages under test, and a browser to look at them.

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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
