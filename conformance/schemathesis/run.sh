#!/usr/bin/env bash
# Schemathesis, a contract tester, calls our mock with each payload that it can answer with, and checks status, content
# type, headers and body against the spec. A mock takes any credentials, so nothing is asked about those.
name=schemathesis
. "$(dirname "$0")/../common.sh"

pins="$here/schemathesis.txt"
name="$(pip_version "$pins")"
bin="$(venv "$pins")"
checks=status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance
cd "$conformance/.."
cargo build --quiet --package modelarts-httpmock --example serve
# It prints the address of each service with what its operations answer, then an empty line, and runs until it is ended.
# In place of the shell, so that ending it ends the mock.
coproc mock { exec "${CARGO_TARGET_DIR:-target}/debug/examples/serve" 3>&-; }
trap 'kill "$mock_PID"' EXIT
cd "$scratch"

services=0
all_forms=,coverage,fuzzing
while read -r url answers <&"${mock[0]}" && [[ -n "$url" ]]; do
  # Requests of every form go to one service, which answers all of them; the others show what else there is to answer.
  phases=examples
  if [[ "$answers" != *=error* ]]; then
    phases+="$all_forms"
    all_forms=
  fi
  tool "$bin/schemathesis" run --url "$url" --checks "$checks" --mode positive --max-examples 5 \
    --phases "$phases" --generation-deterministic --warnings off "$spec" >output 2>&1 ||
    { cat output >&2; exit 1; }
  # A line such as `44 generated, 44 passed`; without a call there is none.
  grep '[1-9][0-9]* generated, [1-9][0-9]* passed$' output >&2
  services=$((services + 1))
done
((services > 0))
printf '| %s | all that it calls in %s services of our mock, which answer with every payload, agrees with the spec |\n' \
  "$name" "$services"
