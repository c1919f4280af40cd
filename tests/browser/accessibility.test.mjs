// axe-core over the kinds of pages, in light and dark, on a desktop and on a phone.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { address, languages, launch, pagesOf, site } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** One page of each kind in a language. */
function sample(language) {
  const pages = pagesOf(language);
  const text = (path) => readFileSync(`${site}/${path}`, "utf8");
  const has = (needle) => pages.find((path) => text(path).includes(needle));
  const stub = pages.find((path) => text(path).includes('class="article"') && !text(path).includes("<pre"));
  return [`${language}/index.html`, `${language}/overview.html`, has("data-fill"), has('class="as-written"'), has('role="note"'), stub]
    .filter((path, at, all) => path && all.indexOf(path) === at);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [device, viewport] of [["desktop", { width: 1280, height: 900 }], ["phone", { width: 390, height: 800 }]]) {
    test(`no violation in ${colorScheme} on a ${device}`, async () => {
      const wanted = [languages[0], languages.find((language) => /^(zh|ja|ko)/.test(language))].filter(Boolean);
      const pages = ["index.html#choose", ...wanted.flatMap(sample)];
      const [monitor] = readdirSync(`${site}/monitors`);
      pages.push(`monitors/${monitor}#choose`);
      // The test brings its own script into the page, which the page's policy would rightly refuse.
      const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true });
      const page = await context.newPage();
      for (const path of pages) {
        await page.goto(address(path));
        await page.addScriptTag({ content: axe });
        const { violations } = await page.evaluate(() => axe.run());
        const short = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
        assert.deepEqual(short, [], path);
      }
      await context.close();
    });
  }
}
