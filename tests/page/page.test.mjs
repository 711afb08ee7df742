// The reference page in a real browser. Run by `cargo xtask page-test`.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const dist = process.env.MODELARTS_DIST;
const page = pathToFileURL(join(dist, "index.html")).href;
const lean = JSON.parse(readFileSync(join(dist, "modelarts.openapi.json"), "utf8"));
const bundle = JSON.parse(readFileSync(process.env.MODELARTS_WHOLE, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [390, 768, 1440];
/** What the page may be for each operation: its height in pixels by its width, and its length. */
const heights = { 390: 3_000, 1440: 1_850 };
const length = 55_000;
const operations = Object.keys(bundle.paths).length;

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.MODELARTS_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

/** Opens the page and runs `work`; afterwards nothing else may have been requested, and nothing logged. */
async function reading(options, hash, work) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const complaints = [];
  const requests = [];
  const tab = await context.newPage();
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  context.on("request", (request) => requests.push(request.url().split("#")[0]));
  await tab.goto(page + hash);
  try {
    await work(tab, context);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
  assert.deepEqual([...new Set(requests)], [page]);
}

/** The documented text of every deviation in the bundle. */
function deviations(value, found = new Map()) {
  if (Array.isArray(value)) value.forEach((item) => deviations(item, found));
  else if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      if (key === "x-doc-deviation" && Array.isArray(inner)) inner.forEach((it) => found.set(it, it.documented));
      else if (key !== "value") deviations(inner, found);
    }
  }
  return found;
}

const inView = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
});

describe("content", () => {
  test("has an address for everything", () => reading({}, "", async (tab) => {
    const ids = new Set(await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id)));
    const expected = [...Object.keys(bundle.components.responses), ...Object.keys(bundle.components.securitySchemes)];
    for (const { get } of Object.values(bundle.paths)) {
      expected.push(get.operationId, ...Object.keys(get.responses).map((status) => `${get.operationId}.${status}`));
      for (const { $ref, name } of get.parameters) {
        expected.push(`${get.operationId}.${name ?? bundle.components.parameters[$ref.split("/").pop()].name}`);
      }
    }
    for (const [name, schema] of Object.entries(bundle.components.schemas)) {
      expected.push(name, ...Object.keys(schema.properties ?? {}).map((field) => `${name}.${field}`));
      for (const [i, value] of (schema["x-extensible-enum"] ?? schema.enum ?? []).entries()) {
        expected.push(`${name}.${schema["x-enum-varnames"]?.[i] ?? value}`);
      }
    }
    for (const { variables } of bundle.servers) expected.push(...(variables?.region.enum ?? []));
    expected.push(...Object.keys(bundle["x-sources"]).map((id) => `source-${id}`));
    assert.deepEqual(expected.filter((id) => !ids.has(id)), []);
    assert(expected.length > 400, String(expected.length));
  }));

  test("gives each id once", () => reading({}, "", async (tab) => {
    const ids = await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id));
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  }));

  test("has every deviation in one line beside its place, and counts each once", () => reading({}, "", async (tab) => {
    const all = deviations(bundle);
    assert.equal(await tab.locator(".places a").count(), all.size);
    assert.equal(await tab.locator(".errata-key strong").textContent(), String(all.size));
    const marks = await tab.locator("nav .mark").evaluateAll((all) => all.map((it) => parseInt(it.textContent, 10)));
    assert.equal(marks.pop(), all.size);
    assert.equal(marks.reduce((sum, count) => sum + count), all.size);
    const plain = (text) => text.replaceAll("`", "");
    const beside = new Set(await tab.locator(".wrong > summary > s").allTextContents());
    for (const documented of all.values()) assert(beside.has(plain(documented)), documented);
    assert.equal(await tab.locator(".wrong[open]").count(), 0);
    const tall = await tab.locator(".wrong > summary").evaluateAll((all) => all.filter((it) => it.clientHeight > 30).map((it) => it.textContent));
    assert.deepEqual(tall, []);
    for (const { title, date } of Object.values(bundle["x-sources"])) {
      assert(await tab.locator("#sources li").filter({ hasText: title }).filter({ hasText: date }).count(), title);
    }
  }));

  test("says how to call before what is wrong", () => reading({}, "", async (tab) => {
    for (const { get } of Object.values(bundle.paths)) {
      const order = await tab.locator(`[id="${get.operationId}"]`).evaluate((it) => {
        const tops = [".route", ".samples", '[id$=".response"]', ":scope > .wrong"].map((selector) => it.querySelector(selector)?.getBoundingClientRect().top ?? Infinity);
        return [...tops].sort((a, b) => a - b).every((top, i) => top === tops[i]);
      });
      assert(order, get.operationId);
      const distance = await tab.locator(`[id="${get.operationId}.sample.0"] summary`).evaluate((it) =>
        it.getBoundingClientRect().top - it.closest(".operation").getBoundingClientRect().top);
      assert(distance < 100, `${get.operationId}: the sample is ${distance} pixels below the heading`);
    }
  }));

  test("every link inside it leads somewhere", () => reading({}, "", async (tab) => {
    const links = await tab.locator("a").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    const ids = new Set(await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id)));
    for (const link of links) {
      if (link.startsWith("#")) assert(ids.has(decodeURIComponent(link.slice(1))), link);
      else if (!link.startsWith("https://")) assert(existsSync(join(dist, link)), link);
    }
    assert(links.length > 400, String(links.length));
  }));
});

describe("search", () => {
  test("finds a field and goes there with the keyboard alone", () => reading({}, "", async (tab) => {
    await tab.keyboard.press("/");
    await tab.keyboard.type("controlmode");
    const first = tab.locator("#results [aria-selected=true]");
    assert.match(await first.textContent(), /^controlMode\s*field/);
    await tab.keyboard.press("Enter");
    const field = tab.locator('[id="PoolSpecModel.controlMode"]');
    await field.waitFor({ state: "visible" });
    assert.equal(new URL(tab.url()).hash, "#PoolSpecModel.controlMode");
    assert(await inView(field));
    assert(await tab.locator("#results").isHidden());
  }));

  for (const [words, expected] of [
    ["CreationFailed", /^CreationFailed\s*value/],
    ["showosquota", /^ShowOsQuota\s*operation/],
    ["statist", /^ShowPoolStatistics\s*operation/],
    ["X-Auth-Token", /^X-Auth-Token\s*header/],
    ["cn-north-4", /^cn-north-4\s*region/],
    ["myhuaweicloud.eu", /eu-west-101\s*region|\.eu\s*server/],
    ["range of values is empty", /erratum/],
    ["IntOrString", /^IntOrString\s*type/],
    ["404", /^404\s*failure/],
    ["contorlMode", /^controlMode\s*field/],
    ["anotations", /^annotations\s*field|PoolMetaAnnotations/],
    ["showworkspacequota", /^ShowWorkspaceQuotas\s*operation/],
    ["Terrafrom", /source|erratum/],
  ]) {
    test(`finds ${words}`, () => reading({}, "", async (tab) => {
      await tab.locator("#search").fill(words);
      const hits = await tab.locator("#results li").allTextContents();
      assert.match(hits[0] ?? "nothing", expected);
      await tab.keyboard.press("Enter");
      assert(await inView(tab.locator(":target")), words);
    }));
  }

  test("finds nothing where there is nothing", () => reading({}, "", async (tab) => {
    await tab.locator("#search").fill("xyzzy");
    assert(await tab.locator("#results").isHidden());
  }));

  test("arrows move, round the ends too, and Escape leaves", () => reading({}, "", async (tab) => {
    await tab.keyboard.press("/");
    await tab.keyboard.type("pool");
    const chosen = () => tab.locator("#results [aria-selected=true]").getAttribute("id");
    const count = await tab.locator("#results li").count();
    assert.equal(await chosen(), "result-0");
    await tab.keyboard.press("ArrowDown");
    assert.equal(await chosen(), "result-1");
    await tab.keyboard.press("ArrowUp");
    await tab.keyboard.press("ArrowUp");
    assert.equal(await chosen(), `result-${count - 1}`);
    assert.equal(await tab.locator("#search").getAttribute("aria-activedescendant"), `result-${count - 1}`);
    await tab.keyboard.press("Escape");
    assert(await tab.locator("#results").isHidden());
    assert.equal(await tab.evaluate(() => document.activeElement.localName), "body");
  }));
});

describe("links and details", () => {
  test("a deep link opens what is around its target", () => reading({}, "#VolumeExtendParams.billing", async (tab) => {
    const field = tab.locator('[id="VolumeExtendParams.billing"]');
    assert(await field.isVisible());
    assert(await inView(field));
  }));

  test("so does a link within the page, also to a key with slashes", () => reading({}, "", async (tab) => {
    const id = "PoolMetaAnnotations.os.modelarts/external-access";
    assert(await tab.locator(`[id="${id}"]`).isHidden());
    await tab.locator(`.places a[href="#${id}.wrong.1"]`).click();
    await tab.locator(`[id="${id}"]`).waitFor({ state: "visible" });
  }));

  test("details open and close with the keyboard", () => reading({}, "", async (tab) => {
    const pool = tab.locator("details#PoolModel");
    await pool.locator("> summary").focus();
    for (const key of ["Enter", "Space"]) {
      const before = await pool.evaluate((it) => it.open);
      await tab.keyboard.press(key);
      assert.equal(await pool.evaluate((it) => it.open), !before, key);
    }
  }));

  test("one button opens all of a response, another closes it", () => reading({}, "", async (tab) => {
    const tree = tab.locator('[id="ListPools.tree"]');
    await tab.locator('[data-open="ListPools.tree"]').click();
    assert.equal(await tree.locator("details.object:not([open])").count(), 0);
    await tab.locator('[data-close="ListPools.tree"]').click();
    assert.equal(await tree.locator("details.object[open]").count(), 1);
  }));

  test("one switch hides errata, the choice is remembered, and a link leads out of it", () => reading({}, "", async (tab) => {
    await tab.locator("#errata").uncheck();
    const seen = () => tab.locator(".wrong, .mark, #wrong").evaluateAll((all) => all.filter((it) => it.checkVisibility()).length);
    assert.equal(await seen(), 0);
    await tab.reload();
    assert.equal(await seen(), 0);
    await tab.evaluate(() => { location.hash = "#PoolPhase.wrong.1"; });
    await tab.locator('[id="PoolPhase.wrong.1"]').waitFor({ state: "visible" });
    assert(await tab.locator("#errata").isChecked());
  }));
});

describe("samples", () => {
  const shown = (tab) => tab.locator(".sample[open] > summary").allTextContents();

  test("one language is shown in every operation, and remembered", () => reading({}, "", async (tab) => {
    assert.deepEqual(await shown(tab), Array(operations).fill("curl"));
    await tab.locator('[id="ShowOsQuota.sample.2"] > summary').click();
    assert.deepEqual(await shown(tab), Array(operations).fill("Python"));
    await tab.reload();
    assert.deepEqual(await shown(tab), Array(operations).fill("Python"));
    await tab.locator('[id="ListPools.sample.4"] > summary').focus();
    await tab.keyboard.press("Enter");
    assert.deepEqual(await shown(tab), Array(operations).fill("Go"));
  }));

  test("region and project are filled in once, and remembered", () => reading({ permissions: ["clipboard-read", "clipboard-write"] }, "", async (tab) => {
    await tab.locator("#region").selectOption("eu-west-101");
    await tab.locator("#project").fill("my-project");
    await tab.reload();
    await tab.locator('[id="ListPools.sample.0"] button.copy').click();
    await tab.locator('[id="ListPools.sample.0"] button.copy', { hasText: "Copied" }).waitFor();
    const copied = await tab.evaluate(() => navigator.clipboard.readText());
    assert(copied.includes("'https://modelarts.eu-west-101.myhuaweicloud.eu/v2/my-project/pools"), copied);
    for (const [i, sample] of ["curl", "Rust", "Python", "TypeScript", "Go"].entries()) {
      const text = await tab.locator(`[id="ShowPoolStatistics.sample.${i}"] code`).textContent();
      assert(text.includes(sample === "Rust" ? '.region("eu-west-101")' : "myhuaweicloud.eu/v2/my-project/statistics/pools"), text);
    }
  }));
});

describe("copying", () => {
  test("gives every example and sample exactly", () => reading({ permissions: ["clipboard-read", "clipboard-write"] }, "", async (tab) => {
    const copied = async (id) => {
      const place = tab.locator(`[id="${id}"]`);
      if (!await place.evaluate((it) => it.open)) await place.locator("> summary").click();
      await place.locator("button.copy").click();
      await place.locator("button.copy", { hasText: "Copied" }).waitFor();
      return tab.evaluate(() => navigator.clipboard.readText());
    };
    let count = 0;
    for (const { get } of Object.values(lean.paths)) {
      for (const [i, { source }] of get["x-codeSamples"].entries()) {
        assert.equal(await copied(`${get.operationId}.sample.${i}`), source);
      }
      for (const [name, { value }] of Object.entries(get.responses[200].content["application/json"].examples)) {
        assert.equal(await copied(`${get.operationId}.example.${name}`), JSON.stringify(value, null, 2));
        count += 1;
      }
    }
    assert(count > 8, String(count));
  }));
});

describe("themes", () => {
  const paper = (tab) => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test("follow the system until somebody chooses, and the choice is remembered", () => reading({ colorScheme: "light" }, "", async (tab) => {
    const light = await paper(tab);
    await tab.emulateMedia({ colorScheme: "dark" });
    const dark = await paper(tab);
    assert.notEqual(light, dark);
    await tab.emulateMedia({ colorScheme: "light" });
    assert.equal(await paper(tab), light);
    await tab.locator("#theme").click();
    assert.equal(await paper(tab), dark);
    await tab.reload();
    assert.equal(await paper(tab), dark);
    await tab.locator("#theme").click();
    assert.equal(await paper(tab), light);
  }));
});

describe("without JavaScript", () => {
  test("everything can be read, and no dead button shows", () => reading({ javaScriptEnabled: false }, "", async (tab) => {
    assert.equal(await tab.locator("button:visible, input:visible, select:visible").count(), 0);
    for (const i of [0, 1, 2, 3, 4]) {
      const sample = tab.locator(`[id="ListPools.sample.${i}"]`);
      if (i) await sample.locator("> summary").click();
      assert(await sample.locator("pre").isVisible(), String(i));
    }
    await tab.locator("details#PoolModel > summary").click();
    assert(await tab.locator('[id="PoolModel.metadata"]').isVisible());
  }));
});

describe("paper", () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`shows everything, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => reading({ javaScriptEnabled, colorScheme: "dark" }, "", async (tab) => {
      await tab.emulateMedia({ media: "print" });
      const unseen = await tab.locator(".field, .example pre, .sample pre, .wrong .reason").evaluateAll((all) =>
        all.filter((it) => !it.checkVisibility()).map((it) => it.id || it.className));
      assert.deepEqual(unseen, []);
      assert(await tab.locator("nav").isHidden());
      assert.equal(await tab.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
      assert((await tab.pdf({ format: "A4" })).length > 100_000);
    }));
  }
});

describe("every reader", () => {
  for (const width of widths) {
    if (heights[width]) {
      test(`no taller than ${heights[width]} pixels for each operation at ${width} pixels`, () => reading({ viewport: { width, height: 800 } }, "", async (tab) => {
        const height = await tab.evaluate(() => document.documentElement.scrollHeight);
        assert(height <= heights[width] * operations, String(height));
      }));
    }

    test(`nothing is wider than ${width} pixels`, () => reading({ viewport: { width, height: 800 } }, "", async (tab) => {
      await tab.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
      assert(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }));

    for (const colorScheme of ["light", "dark"]) {
      test(`accessible at ${width} pixels, ${colorScheme}`, () => reading({ viewport: { width, height: 800 }, colorScheme }, "", async (tab) => {
        await tab.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const found = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map((node) => node.target).join(", ")} (${nodes.length})`);
        assert.deepEqual(found, []);
      }));
    }
  }

  test("the contents are folded on a phone, where a script can, and nowhere else", async () => {
    for (const [width, javaScriptEnabled, isFolded] of [[390, true, true], [390, false, false], [1440, true, false]]) {
      await reading({ viewport: { width, height: 800 }, javaScriptEnabled }, "", async (tab) => {
        const link = tab.locator('nav a[href="#ShowOsQuota"]');
        assert.equal(await link.isHidden(), isFolded, `${width} ${javaScriptEnabled}`);
        assert.equal(await tab.locator(".contents > summary").isVisible(), width === 390);
        if (isFolded) await tab.locator(".contents > summary").click();
        await link.click();
        assert(await inView(tab.locator("#ShowOsQuota")));
      });
    }
  });

  test("region and project stay in sight beside contents of any length", () => reading({ viewport: { width: 1440, height: 600 } }, "#sources", async (tab) => {
    for (const place of ["#region", "#project", "#errata", 'nav a[href="#sources"]']) assert(await inView(tab.locator(place)), place);
    await tab.locator('nav a[aria-current][href="#sources"]').waitFor();
    const cut = await tab.locator(".contents").evaluate((it) => it.scrollHeight > it.clientHeight && it.scrollTop > 0);
    assert(cut, "the contents did not follow");
  }));

  test("focus can be seen", () => reading({}, "", async (tab) => {
    for (let i = 0; i < 12; i += 1) {
      await tab.keyboard.press("Tab");
      const outline = await tab.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      });
      assert(outline, await tab.evaluate(() => document.activeElement.outerHTML.slice(0, 80)));
    }
  }));
});

test("the page is small and names no other host that it could ask", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  assert(html.length < length * operations, String(html.length));
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; /);
  assert.doesNotMatch(html, /<(?:link|img|iframe|object|embed|script )/);
});
