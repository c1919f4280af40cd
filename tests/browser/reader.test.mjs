// What a reader does, in a real browser, from a folder.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { address, inPieces, languages, launch, pagesOf } from "./site.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Opens a page and fails on any request that leaves the folder, any error, and anything the policy blocks. */
async function open(path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const strays = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) strays.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") strays.push(message.text());
  });
  page.on("pageerror", (error) => strays.push(error.message));
  page.done = async () => {
    assert.deepEqual(strays, []);
    await context.close();
  };
  await page.goto(address(path));
  return page;
}

/** An article with commands whose placeholders can be filled, and monitors with recoveries. */
async function fullArticle() {
  const page = await open(`${languages[0]}/index.html`, { javaScriptEnabled: false });
  for (const name of pagesOf(languages[0])) {
    await page.goto(address(name));
    const fills = await page.locator("var[data-fill=server]").count();
    const choices = await page.locator("#_monitor option[data-probe]").count();
    const treated = await page.locator("table.probes a[href^='#']").count();
    if (fills && choices && treated) {
      const name = new URL(page.url()).pathname.split("/").at(-1);
      await page.done();
      return name;
    }
  }
  throw new Error("no page has commands to fill in");
}

test("the language switch stays on the article and at the anchor, and is remembered", async () => {
  const name = await fullArticle();
  const [from, to] = [languages[0], languages.at(-1)];
  const page = await open(`${from}/${name}`);
  const anchor = await page.locator("table.probes a[href^='#']").first().getAttribute("href");
  await page.locator(`table.probes a[href='${anchor}']`).first().click();
  await page.locator(".languages summary").click();
  await page.locator(`.languages a[hreflang='${to}']`).click();
  await page.waitForURL(address(`${to}/${name}`) + anchor);
  assert.equal(await page.locator("html").getAttribute("lang"), to);
  assert.equal(await page.locator(`[id='${anchor.slice(1)}']`).count(), 1);
  await page.goto(address("index.html"));
  await page.waitForURL(address(`${to}/index.html`));
  await page.done();
});

test("the start page picks the language of the reader", async () => {
  for (const language of languages) {
    const page = await open("index.html", { locale: language });
    await page.waitForURL(address(`${language}/index.html`));
    await page.done();
  }
  const page = await open("index.html", { locale: "tlh" });
  assert.equal(await page.locator(".choice a").count(), languages.length);
  await page.done();
});

test("search finds a monitor in every language, offline, and by a word of the language", async () => {
  for (const language of languages) {
    const name = await fullArticle();
    const page = await open(`${language}/${name}`);
    const monitor = await page.locator("#_monitor option[data-probe]").first().getAttribute("value");
    const kind = (await page.locator("label[for=_monitor]").textContent()).trim();
    for (const query of [monitor.toLowerCase(), `${kind} ${monitor}`]) {
      await page.locator("#_search").fill(query);
      const first = page.locator(".results a").first();
      await first.waitFor();
      assert.equal(await first.locator("strong").textContent(), monitor);
    }
    await page.locator("#_search").press("Enter");
    await page.waitForURL((url) => url.hash === `#${monitor}`);
    await page.done();
  }
});

test("search finds a title by a part of it, without blanks between words", async () => {
  const cjk = languages.find((language) => /^(zh|ja|ko)/.test(language));
  if (!cjk) return;
  const page = await open(`${cjk}/index.html`);
  const title = await open(`${cjk}/${await fullArticle()}`);
  const heading = await title.locator("h1").textContent();
  await title.done();
  const run = heading.match(/[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}]{2,}/u)[0];
  await page.locator("#_search").fill(run);
  await page.locator(".results a").first().waitFor();
  await page.done();
});

test("typing once fills in every command, and emptying restores them", async () => {
  const page = await open(`${languages[0]}/${await fullArticle()}`);
  const texts = () => page.locator("pre code").allTextContents();
  const original = await texts();
  await page.locator("#_server").fill("ex01.contoso.com");
  const option = page.locator("#_monitor option[data-probe]").first();
  await page.locator("#_monitor").selectOption(await option.getAttribute("value"));
  const filled = (await texts()).join("\n");
  assert.match(filled, /ex01\.contoso\.com/);
  assert.ok(filled.includes(await option.getAttribute("data-probe")));
  assert.ok(filled.includes(await option.getAttribute("data-health-set")));
  assert.doesNotMatch(filled, /<(server|health set|probe) ?name>/i);
  await page.locator("#_server").fill("");
  await page.locator("#_monitor").selectOption("");
  assert.deepEqual(await texts(), original);
  await page.done();
});

test("copying copies the exact text of the command", async () => {
  const name = await fullArticle();
  const page = await open(`${languages[0]}/${name}`, { permissions: ["clipboard-read", "clipboard-write"] });
  const blocks = page.locator(".command");
  for (let at = 0; at < (await blocks.count()); at++) {
    const block = blocks.nth(at);
    await block.locator(".copy").click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await block.locator("code").textContent());
  }
  await page.done();
});

test("without scripts everything is there, and nothing that does not work", async () => {
  const name = await fullArticle();
  const plain = await open(`${languages[0]}/${name}`, { javaScriptEnabled: false });
  const scripted = await open(`${languages[0]}/${name}`);
  await scripted.locator("button").evaluateAll((buttons) => buttons.forEach((button) => button.remove()));
  const text = (page) => page.locator(".text").textContent();
  assert.equal(await text(scripted), await text(plain));
  assert.ok(!(await plain.locator("#_search").isVisible()));
  assert.ok(!(await plain.locator(".fill-in").isVisible()));
  assert.equal(await plain.locator("button").count(), 0);
  await plain.locator(".languages summary").click();
  await plain.locator(`.languages a[hreflang='${languages.at(-1)}']`).click();
  assert.equal(new URL(plain.url()).pathname, new URL(address(`${languages.at(-1)}/${name}`)).pathname);
  await plain.goto(address("index.html"));
  assert.equal(await plain.locator(".choice a").count(), languages.length);
  await plain.done();
  await scripted.done();
});

test("the page of a monitor leads to its place in the language of the reader", async () => {
  const name = await fullArticle();
  const language = languages.at(-1);
  const article = await open(`${language}/${name}`);
  const monitors = await article.locator("#_monitor option[data-probe]").evaluateAll((all) => all.map((option) => option.value));
  await article.done();
  const page = await open(`monitors/${monitors[0]}.html`, { locale: language });
  await page.waitForURL((url) => url.pathname.includes(`/${language}/`) || url.pathname.includes("/monitors/"));
  await page.waitForTimeout(200);
  const links = await page.locator(".choice a").count();
  if (!links) assert.equal(new URL(page.url()).hash, `#${monitors[0]}`);
  await page.done();
});

test("nothing moves while a page arrives, however slowly", async (t) => {
  const slow = await inPieces(20, 20);
  t.after(slow.close);
  const sizes = [{ width: 1280, height: 800 }, { width: 390, height: 800 }];
  await Promise.all(sizes.map(async (viewport) => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    for (const language of languages) {
      const pages = pagesOf(language);
      const some = pages.filter((path, at) => at % Math.ceil(pages.length / 4) === 0);
      for (const path of [`${language}/index.html`, ...some]) {
        await page.goto(slow.address(path));
        const moved = await page.evaluate(() => new Promise((done) => {
          const all = [];
          new PerformanceObserver((list) => {
            // Chromium lets the blank at the end of a line move when the line goes on; nobody sees that.
            const isSeen = ({ node }) => !node || node.nodeType !== Node.TEXT_NODE || node.textContent.trim();
            for (const { value, sources } of list.getEntries().filter((entry) => entry.sources.some(isSeen))) {
              all.push(`${value}: ${sources.map(({ node }) => node?.outerHTML ?? node?.textContent ?? "?").join(" | ").slice(0, 300)}`);
            }
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(all), 100);
        }));
        assert.deepEqual(moved, [], path);
      }
    }
    await context.close();
  }));
});
