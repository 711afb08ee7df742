#!/usr/bin/env bash
# Types by openapi-typescript; the compiler takes each payload for the type of its response, or refuses it.
name=TypeScript
. "$(dirname "$0")/../common.sh"

bin="$(npm_bin)"
tool "$bin/openapi-typescript" "$spec" --output "$scratch/schema.ts" >&2
cp "$here/tsconfig.json" "$scratch"
check_payloads "$(npm_version openapi-typescript)" "$(npm_version typescript), \`strict\`" \
  node "$here/check.mjs" "$bin/tsc"
