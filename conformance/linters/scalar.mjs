// Validates a document with @scalar/openapi-parser: node scalar.mjs NODE-PACKAGES DOCUMENT
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, document] = process.argv.slice(2);
const { validate } = await import(pathToFileURL(createRequire(packages).resolve("@scalar/openapi-parser")));
const { valid, errors } = await validate(readFileSync(document, "utf8"));
console.log(JSON.stringify(errors ?? []));
process.exit(valid ? 0 : 1);
