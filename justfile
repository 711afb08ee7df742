# The daily commands; `just` lists them. Each is a plain cargo command, for those who have no just.

_default:
    @just --list

# Format, lint, and check that generated files are up to date
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- --deny warnings
    cargo xtask generate --check

# All tests, or those of a package and name: just test --package modelarts retry
test *ARGS="--workspace":
    cargo test {{ARGS}}

# Lint the specs and generate everything derived from them
generate:
    cargo xtask generate

# Lint the specs alone
lint:
    cargo xtask lint

# Compare documentation pages with the recorded editions
docs-check +PAGES:
    cargo xtask docs check {{PAGES}}

# The API documentation, as docs.rs shows it
doc:
    cargo doc --package modelarts --no-deps --open

# Fuzz a target; options of libFuzzer follow it: just fuzz signer -max_total_time=60
fuzz TARGET *OPTIONS:
    cargo xtask fuzz {{TARGET}} -- {{OPTIONS}}

# Check clients in other languages, linters and servers against the published spec
conformance *ARGS:
    cargo xtask conformance {{ARGS}}

# Calls at random against a service with every fault: just soak --minutes 10 --seed 1
soak *OPTIONS:
    cargo test --release --package modelarts --test soak -- {{OPTIONS}}

# Run the benchmarks: just bench calls memory
bench *BENCHMARKS:
    cargo xtask bench {{BENCHMARKS}}

# Everything that CI checks
ci:
    .ci/run
