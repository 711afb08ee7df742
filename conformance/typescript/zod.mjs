// Decodes payloads with the schemas that openapi-zod-client wrote, and encodes them again: node zod.mjs SCHEMAS CASES RESULTS
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [schemasPath, casesPath, resultsPath] = process.argv.slice(2);
const { schemas } = await import(pathToFileURL(schemasPath));
const results = JSON.parse(readFileSync(casesPath, "utf8")).map(({ schema, body }) => {
  const { success, data, error } = schemas[schema].safeParse(body);
  return success ? { encoded: data } : { error: JSON.stringify(error.issues) };
});
writeFileSync(resultsPath, JSON.stringify(results));
