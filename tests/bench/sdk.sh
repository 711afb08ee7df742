#!/usr/bin/env bash
# The official Python SDK against the same server: warm calls, the memory of a process that makes one, and a whole process
# against that of `modelarts pools`.
set -euo pipefail
cd "$(dirname "$0")/../.."

sdk=target/sdk
[[ -x $sdk/bin/python ]] || python3 -m venv "$sdk"
"$sdk/bin/pip" install --quiet huaweicloudsdkmodelarts==3.1.219
cargo build --quiet --release --package modelarts-bench --package modelarts-cli
coproc server { exec target/release/modelarts-bench serve; }
read -r url <&"${server[0]}"
for pools in 1 100 1000 10000; do
  "$sdk/bin/python" tests/bench/sdk.py "$url" "$pools"
done

export HUAWEICLOUD_SDK_AK=BENCHACCESSKEY000000 HUAWEICLOUD_SDK_SK=benchsecretkey0000000000000000000000000
export HUAWEICLOUD_SDK_PROJECT_ID=documented MODELARTS_ENDPOINT="$url" HOME="$PWD/$sdk"
time "$sdk/bin/python" tests/bench/list_pools.py >/dev/null
time target/release/modelarts pools >/dev/null
