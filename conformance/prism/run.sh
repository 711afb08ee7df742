#!/usr/bin/env bash
# Prism, a mock server that knows nothing but the spec, answers our client and refuses requests that the spec forbids.
name=prism
. "$(dirname "$0")/../common.sh"

bin="$(npm_bin)"
name="$(npm_version @stoplight/prism-cli)"
cd "$conformance/.."
cargo build --quiet --package modelarts --example demo
demo="${CARGO_TARGET_DIR:-target}/debug/examples/demo"
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"

touch "$scratch/prism.log"
# With job control it has a process group of its own, which ends as a whole.
set -m
tool "$bin/prism" mock --errors --host 127.0.0.1 --port "$port" "$spec" >"$scratch/prism.log" 2>&1 3>&- &
trap 'kill %1 2>/dev/null || true' EXIT
until grep --quiet 'is listening on' "$scratch/prism.log"; do
  kill -0 %1 2>/dev/null || { cat "$scratch/prism.log" >&2; exit 1; }
  sleep 0.1
done

# The first line names the endpoint.
tool "$demo" --endpoint "http://127.0.0.1:$port" | tail -n +2 >"$scratch/from-prism"
tool "$demo" | tail -n +2 >"$scratch/from-our-mock"
diff "$scratch/from-our-mock" "$scratch/from-prism" >&2
operations="$(grep --count '^[A-Za-z]' "$scratch/from-prism")"
printf '| %s | our client reads the %s operations of its example from it, and the same as from our own mock |\n' "$name" "$operations"
