// Pictures of a page for human eyes: node screenshots.mjs PAGE FOLDER [LANGUAGE…]. Every language on a desktop and a
// phone, in light, dark and print. MPKC_SITE is the site, as for the tests.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { address, languages, launch } from "./site.mjs";

const [page, folder, ...wanted] = process.argv.slice(2);
if (!page || !folder) {
  throw new Error("usage: node screenshots.mjs PAGE FOLDER [LANGUAGE…], for example imap.html /tmp/pictures it-IT");
}
mkdirSync(folder, { recursive: true });
const browser = await launch();
const devices = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const looks = {
  light: { colorScheme: "light", media: "screen" },
  dark: { colorScheme: "dark", media: "screen" },
  print: { colorScheme: "light", media: "print" },
};
for (const language of wanted.length > 0 ? wanted : languages) {
  for (const [device, viewport] of Object.entries(devices)) {
    for (const [look, media] of Object.entries(looks)) {
      const shown = await browser.newPage({ viewport });
      await shown.emulateMedia(media);
      await shown.goto(address(`${language}/${page}`));
      const path = join(folder, `${page.replace(".html", "")}.${language}.${device}.${look}.png`);
      await shown.screenshot({ path, fullPage: true });
      await shown.close();
    }
  }
}
await browser.close();
