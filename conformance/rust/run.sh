#!/usr/bin/env bash
# A client by OpenAPI Generator, for those who want nothing but that.
name='Rust (openapi-generator)'
. "$(dirname "$0")/../common.sh"

need cargo
client="$scratch/client"
generate rust "$client" --additional-properties packageName=modelarts
mkdir "$client/examples"
cp "$here/decode.rs" "$client/examples"
# Rust finds no type by its name, so the program gets a list of those that were generated.
{
  printf 'models! {\n'
  sed -n 's/^pub use self::.*::\([A-Z][A-Za-z0-9]*\);$/    \1,/p' "$client/src/models/mod.rs"
  printf '}\n'
} >>"$client/examples/decode.rs"
cp "$here/Cargo.lock" "$client" 2>/dev/null || true
# A workspace of its own, without the TLS library of the system.
printf '\n[workspace]\n' >>"$client/Cargo.toml"
CARGO_TARGET_DIR="$cache/rust" cargo build --quiet --manifest-path "$client/Cargo.toml" --no-default-features --example decode >&2
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" "\`cargo build\`" "$cache/rust/debug/examples/decode"
