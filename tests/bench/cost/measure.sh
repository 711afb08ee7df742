#!/usr/bin/env bash
# What a program pays for depending on `modelarts`, against doing the same call by hand: crates, size, cold release build.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root="$PWD"

declare -A dependencies=(
  [modelarts]="modelarts = { path = \"$root/crates/modelarts\" }"
  [by_hand]='hmac = { version = "0.13", default-features = false }
reqwest = { version = "0.13.5", default-features = false, features = ["gzip", "http2", "json", "rustls"] }
serde = { version = "1", features = ["derive"] }
sha2 = { version = "0.11", default-features = false }'
)
for program in by_hand modelarts; do
  folder="target/cost/$program"
  rm -rf "$folder"
  mkdir -p "$folder/src"
  cp "tests/bench/cost/$program.rs" "$folder/src/main.rs"
  cp Cargo.lock "$folder"
  cat >"$folder/Cargo.toml" <<EOT
[package]
name = "$program"
edition = "2024"

[workspace]

[dependencies]
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
${dependencies[$program]}

[profile.release]
strip = true
EOT
  crates="$(cd "$folder" && cargo tree --edges normal,build --prefix none --format '{p}' | sed 's/ (.*//' | sort --unique | wc -l)"
  printf '%s: %s crates\n' "$program" "$((crates - 1))"
  (cd "$folder" && export CARGO_TARGET_DIR=target && time cargo build --release --quiet)
  printf '%s: %s bytes\n' "$program" "$(stat --format %s "$folder/target/release/$program")"
done
