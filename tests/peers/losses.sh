#!/usr/bin/env bash
# What the official SDKs for Python and, where Maven can fetch it, for Java make of every payload. Prints the rows of the table
# in docs/official-sdks.md; a row without a Java column says that Java was not run.
set -euo pipefail
cd "$(dirname "$0")/../.."

sdk=target/peers/python
[[ -x $sdk/bin/python ]] || python3 -m venv "$sdk"
"$sdk/bin/pip" install --quiet --requirement tests/peers/python/requirements.txt
cargo build --quiet --package modelarts-httpmock --example serve
results=("$PWD/target/peers/python.json")
"$sdk/bin/python" tests/peers/python/losses.py "${CARGO_TARGET_DIR:-target}/debug/examples/serve" >"${results[0]}"

java="$PWD/target/peers/java.json"
if mvn --quiet --file tests/peers/java compile exec:java -Dexec.args="${results[0]} $java" >&2; then
  results+=("$java")
fi
python3 -m doctest tests/peers/table.py
python3 tests/peers/table.py "${results[@]}"
