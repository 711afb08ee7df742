// Runs a sample in TypeScript: node sample.mjs FILE
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const typescript = createRequire(process.env.NODE_PACKAGES)("typescript");
const file = process.argv[2];
const { outputText } = typescript.transpileModule(readFileSync(file, "utf8"), { compilerOptions: { target: "es2022", module: "esnext" } });
writeFileSync(`${file}.mjs`, outputText);
await import(pathToFileURL(`${file}.mjs`));
