// The reference page as a reader meets it, in a real browser. Run by `cargo xtask page-test`.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const dist = process.env.MODELARTS_DIST;
const page = pathToFileURL(join(dist, "index.html")).href;
const bundle = JSON.parse(readFileSync(join(dist, "modelarts.openapi.json"), "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [360, 768, 1280];

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.MODELARTS_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

/** Opens the page, hands it over, and then expects that it asked for nothing and complained of nothing. */
async function reading(options, hash, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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

/** Every deviation of the bundle as text, each once. */
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
  test("holds every operation, schema, field and value of the bundle", () => reading({}, "", async (tab) => {
    const ids = new Set(await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id)));
    for (const item of Object.values(bundle.paths)) assert(ids.has(item.get.operationId), item.get.operationId);
    for (const [name, schema] of Object.entries(bundle.components.schemas)) {
      for (const field of Object.keys(schema.properties ?? {})) assert(ids.has(`${name}.${field}`), `${name}.${field}`);
      const values = schema["x-extensible-enum"] ?? schema.enum ?? [];
      if (schema.type === "object" || values.length) assert(ids.has(name), name);
      values.forEach((value, i) => {
        const id = `${name}.${schema["x-enum-varnames"]?.[i] ?? value}`;
        assert(ids.has(id), id);
      });
    }
  }));

  test("gives each id once", () => reading({}, "", async (tab) => {
    const ids = await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id));
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  }));

  test("lists every deviation, beside its place and in the errata", () => reading({}, "", async (tab) => {
    const all = deviations(bundle);
    assert.equal(await tab.locator(".errata tbody tr").count(), all.size);
    assert.equal(await tab.locator(".key strong").textContent(), String(all.size));
    const plain = (text) => text.replaceAll("`", "");
    const beside = new Set(await tab.locator(".wrong .says dd").allTextContents());
    for (const says of all.values()) assert(beside.has(plain(says)), says);
    for (const { title, date } of Object.values(bundle["x-sources"])) {
      assert(await tab.locator("#sources li").filter({ hasText: title }).filter({ hasText: date }).count(), title);
    }
  }));

  test("every link inside it leads somewhere", () => reading({}, "", async (tab) => {
    const links = await tab.locator("a").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    const ids = new Set(await tab.locator("[id]").evaluateAll((all) => all.map((it) => it.id)));
    for (const link of links) {
      if (link.startsWith("#")) assert(ids.has(decodeURIComponent(link.slice(1))), link);
      else if (!link.startsWith("https://")) assert(existsSync(join(dist, link)), link);
    }
    assert(links.length > 500, String(links.length));
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

  test("finds values, deviations and operations", () => reading({}, "", async (tab) => {
    const hits = async (words) => {
      await tab.locator("#search").fill(words);
      return tab.locator("#results li").allTextContents();
    };
    assert((await hits("CreationFailed")).some((hit) => hit.startsWith("CreationFailedvalue")));
    assert((await hits("String quota")).some((hit) => hit.includes("wrong")));
    assert((await hits("showosquota"))[0].startsWith("ShowOsQuotaoperation"));
    assert.deepEqual(await hits("xyzzy"), []);
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
    await tab.locator(`.errata a[href="#${id}"]`).click();
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
    assert.equal(await tree.locator("details:not([open])").count(), 0);
    await tab.locator('[data-close="ListPools.tree"]').click();
    assert.equal(await tree.locator("details[open]").count(), 1);
  }));

  test("the filter shows what is wrong and nothing else, and a link leads out of it", () => reading({}, "", async (tab) => {
    await tab.locator("#only-wrong").check();
    const marks = tab.locator("main .operation .wrong");
    assert.equal(await marks.count(), await marks.evaluateAll((all) => all.filter((it) => it.checkVisibility()).length));
    const right = await tab.locator(".field").evaluateAll((all) => all.filter((it) => !it.querySelector(".wrong") && it.checkVisibility()).map((it) => it.id));
    assert.deepEqual(right, []);
    await tab.evaluate(() => { location.hash = "#PoolNodeDriver.version"; });
    await tab.locator('[id="PoolNodeDriver.version"]').waitFor({ state: "visible" });
    assert(!(await tab.locator("#only-wrong").isChecked()));
  }));
});

describe("copying", () => {
  test("gives every example and sample exactly", () => reading({ permissions: ["clipboard-read", "clipboard-write"] }, "", async (tab) => {
    await tab.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
    const copied = async (id) => {
      const place = tab.locator(`[id="${id}"]`);
      await place.locator("button.copy").click();
      await place.locator("button.copy", { hasText: "Copied" }).waitFor();
      return tab.evaluate(() => navigator.clipboard.readText());
    };
    let count = 0;
    for (const { get } of Object.values(bundle.paths)) {
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
    assert.equal(await tab.locator("button:visible, input:visible").count(), 0);
    assert(await tab.locator('[id="ListPools.sample.1"]').isVisible());
    await tab.locator("details#PoolModel > summary").click();
    assert(await tab.locator('[id="PoolModel.metadata"]').isVisible());
  }));
});

describe("paper", () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`shows everything, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => reading({ javaScriptEnabled, colorScheme: "dark" }, "", async (tab) => {
      await tab.emulateMedia({ media: "print" });
      const unseen = await tab.locator(".field, .example pre, .wrong, .errata tr").evaluateAll((all) =>
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
  assert(html.length < 400_000, String(html.length));
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; /);
  assert.doesNotMatch(html, /<(?:link|img|iframe|object|embed|script )/);
});
