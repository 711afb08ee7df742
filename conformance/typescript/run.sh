#!/usr/bin/env bash
# Types by openapi-typescript: the compiler takes each payload for the type of its response, or refuses it. And schemas for
# zod by openapi-zod-client, which decode.
name='TypeScript (types)'
. "$(dirname "$0")/../common.sh"
status=0

bin="$(npm_bin)"
tool "$bin/openapi-typescript" "$spec" --output "$scratch/schema.ts" >&2
cp "$here/tsconfig.json" "$scratch"
check_payloads "$(npm_version openapi-typescript)" "$(npm_version typescript), \`strict\`" \
  node "$here/check.mjs" "$bin/tsc" || status=$?

name='TypeScript (zod)'
zod="$scratch/zod"
mkdir "$zod"
tool "$bin/openapi-zod-client" "$spec" --output "$zod/modelarts.ts" --export-schemas >&2
ln -sfn "$bin/.." "$zod/node_modules"
tool "$bin/tsc" --strict --skipLibCheck --target es2022 --module nodenext --outDir "$zod" "$zod/modelarts.ts" >&2
mv "$zod/modelarts.js" "$zod/modelarts.cjs"
check_payloads "$(npm_version openapi-zod-client)" "$(npm_version typescript), \`strict\`" \
  node "$here/zod.mjs" "$zod/modelarts.cjs" || status=$?
exit "$status"
