import { readFileSync } from "node:fs";
import { authorization } from "./sign.mjs";

const requests = JSON.parse(readFileSync(0, "utf8"));
const signed = requests.map((it: any) =>
  authorization(it.access_key, it.secret_key, it.method, it.path, it.query, it.headers, it.body));
console.log(JSON.stringify(signed));
