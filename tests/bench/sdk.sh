#!/usr/bin/env bash
# The official Python SDK against the same server: the median of warm calls, and the memory of a process that makes one.
set -euo pipefail
cd "$(dirname "$0")/../.."

sdk=target/sdk
[[ -x $sdk/bin/python ]] || python3 -m venv "$sdk"
"$sdk/bin/pip" install --quiet huaweicloudsdkmodelarts==3.1.219
cargo build --quiet --release --package modelarts-bench
coproc server { exec target/release/modelarts-bench serve; }
read -r url <&"${server[0]}"
for pools in 1 100 1000 10000; do
  "$sdk/bin/python" tests/bench/sdk.py "$url" "$pools"
done
