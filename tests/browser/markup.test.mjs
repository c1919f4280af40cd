// The Nu HTML checker over every page.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { site } from "./site.mjs";

const folder = dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json"));
const jar = join(folder, "build/dist/vnu.jar");

test("the checker finds no error on any page", { timeout: 300_000 }, () => {
  const { status, stderr, error } = spawnSync(
    "java",
    ["-jar", jar, "--errors-only", "--skip-non-html", site],
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  assert.equal(error, undefined);
  assert.equal(stderr.split("\n").slice(0, 20).join("\n"), "");
  assert.equal(status, 0);
});
