#!/usr/bin/env bash
# The errata overlay, applied by a standard tool: it gives back every deviation and every source.
name=overlay
. "$(dirname "$0")/../common.sh"

bin="$(npm_bin)"
name="$(npm_version openapi-overlays-js)"
python="$(venv "$conformance/linters/openapi-spec-validator.txt")/python"
for document in modelarts.openapi.yaml modelarts.openapi-3.1.yaml; do
  tool "$bin/overlayjs" --openapi "$dist/$document" --overlay "$dist/modelarts.errata.overlay.yaml" >"$scratch/applied.yaml"
  "$python" "$here/check.py" "$scratch/applied.yaml" "$whole" >&2
done
printf '| %s | applied to both versions of the document, the overlay gives back every deviation and every source |\n' "$name"
