#!/usr/bin/env bash
# A Postman collection by the recipe of openapi/dist/README.md, whose requests newman sends to our mock.
name=postman
. "$(dirname "$0")/../common.sh"

bin="$(npm_bin)"
name="$(npm_version openapi-to-postmanv2)"
cd "$conformance/.."
cargo build --quiet --package modelarts-httpmock --example serve
# In place of the shell, so that ending it ends the mock.
coproc mock { exec "${CARGO_TARGET_DIR:-target}/debug/examples/serve" 3>&-; }
trap 'kill "$mock_PID"' EXIT
# The first service that answers nothing with a failure.
while read -r url answers <&"${mock[0]}" && [[ "$answers" == *=error* ]]; do :; done
cd "$scratch"
tool "$bin/openapi2postmanv2" --spec "$spec" --output collection.json --options folderStrategy=Tags >&2
tool "$bin/newman" run collection.json --env-var "baseUrl=$url" --env-var apiKey=a-token --reporters json \
  --reporter-json-export report.json >&2
python3 - "$spec" "$(npm_version newman)" "$name" <<'EOT'
import json
import sys

spec, newman, name = sys.argv[1:]
with open(spec, encoding="utf-8") as file:
    operations = sum(map(len, json.load(file)["paths"].values()))
with open("report.json", encoding="utf-8") as file:
    executions = json.load(file)["run"]["executions"]
codes = [one["response"]["code"] for one in executions]
tokens = [any(header["key"] == "X-Auth-Token" for header in one["request"]["header"]) for one in executions]
assert len(codes) == operations and set(codes) == {200} and all(tokens), (codes, tokens)
print(f"| {name} | {newman} sends all {len(codes)} requests of the collection to our mock, each with a token |")
EOT
