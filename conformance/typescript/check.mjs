// Writes each payload as a literal of the type of its response, and has the compiler check all of them. There is no decoder
// beyond JSON.parse, so what the compiler takes counts as read, and as unchanged.
//   node check.mjs TSC CASES RESULTS
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [tsc, casesPath, resultsPath] = process.argv.slice(2);
const folder = dirname(casesPath);
const cases = JSON.parse(readFileSync(casesPath, "utf8"));

for (const [index, { response, body }] of cases.entries()) {
  const [root, ...keys] = response;
  const type = root + [...keys, "content", "application/json"].map((key) => `[${JSON.stringify(key)}]`).join("");
  const literal = JSON.stringify(body, null, 2);
  const module = `import type { ${root} } from "./schema";\n\nexport const payload = ${literal} satisfies ${type};\n`;
  writeFileSync(join(folder, `case${index}.ts`), module);
}

const { stdout, error } = spawnSync(tsc, ["--project", folder], { encoding: "utf8", cwd: folder });
if (error) throw error;
const refusals = new Map();
for (const line of stdout.split("\n").filter((line) => line.includes("error TS"))) {
  const [, index, refusal] = line.match(/^case(\d+)\.ts\(.*?\): (.*)$/) ?? [];
  if (index === undefined) throw new Error(line);
  if (!refusals.has(Number(index))) refusals.set(Number(index), refusal);
}
const results = cases.map(({ body }, index) => (refusals.has(index) ? { error: refusals.get(index) } : { encoded: body }));
writeFileSync(resultsPath, JSON.stringify(results));
