#!/usr/bin/env bash
# The official Python SDK against the server of the benchmarks: warm calls, the memory of a process that makes one, and a whole
# process against that of `modelarts pools`.
set -euo pipefail
cd "$(dirname "$0")/../.."

sdk=target/peers/python
[[ -x $sdk/bin/python ]] || python3 -m venv "$sdk"
"$sdk/bin/pip" install --quiet --requirement tests/peers/python/requirements.txt
cargo build --quiet --release --package modelarts-bench --package modelarts-cli
coproc server { exec target/release/modelarts-bench serve; }
read -r url <&"${server[0]}"
for pools in 1 100 1000 10000; do
  "$sdk/bin/python" tests/peers/python/times.py "$url" "$pools"
done

export HUAWEICLOUD_SDK_AK=BENCHACCESSKEY000000 HUAWEICLOUD_SDK_SK=benchsecretkey0000000000000000000000000
export HUAWEICLOUD_SDK_PROJECT_ID=documented MODELARTS_ENDPOINT="$url" HOME="$PWD/$sdk"
time "$sdk/bin/python" tests/peers/python/list_pools.py >/dev/null
time target/release/modelarts pools >/dev/null
