# Sourced by every run.sh after it has set `name`, the first cell of its rows: where things are, and how tools get there.
# Standard output is rows of a table in docs/conformance.md; everything else goes to standard error.
# Exit status 0 says that nothing disagrees, 77 that this machine lacks a tool, anything else that something disagrees.
set -euo pipefail
exec 3>&1

conformance="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
here="$(cd "$(dirname "$0")" && pwd)"
dist="$(dirname "$conformance")/openapi/dist"
spec="$dist/modelarts.openapi.json"
# With everything that the lean documents leave out.
whole="$(dirname "$conformance")/crates/modelarts-cli/src/generated/modelarts.openapi.json"
cache="$(dirname "$conformance")/target/conformance"
scratch="$cache/$(basename "$here").run"
rm -rf "$scratch"
mkdir -p "$scratch" "$cache/home"

skip() {
  printf '| %s | not run: %s |\n' "$name" "$1" >&3
  exit 77
}
need() {
  for program in "$@"; do
    command -v "$program" >/dev/null || skip "\`$program\` is not installed"
  done
}
need python3

# Runs a tool with a home folder of its own, without telemetry and without loading modules.
tool() {
  env HOME="$cache/home" CI=true DO_NOT_TRACK=1 NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1 \
    REDOCLY_SUPPRESS_UPDATE_NOTICE=true REDOCLY_TELEMETRY=off \
    GOCACHE="$cache/go-build" GOPATH="$cache/go" GOENV=off GOFLAGS=-mod=mod GOPROXY=off GOTELEMETRY=off GOTOOLCHAIN=local \
    "$@"
}

# Installs pinned Python packages into a virtual environment, unless it has just these, and prints its folder of programs.
venv() {
  local pins="$1" folder
  folder="$cache/venvs/$(basename "$pins" .txt)"
  if ! cmp --silent "$pins" "$folder/installed"; then
    rm -rf "$folder"
    { python3 -m venv "$folder" &&
      "$folder/bin/pip" install --quiet --no-deps --only-binary=:all: --requirement "$pins" &&
      cp "$pins" "$folder/installed"; } >&2 || skip 'its packages could not be installed'
  fi
  echo "$folder/bin"
}

# The same for the packages of npm/package.json.
npm_bin() {
  need node npm
  local pins="$conformance/npm" folder="$cache/npm"
  if ! cmp --silent "$pins/package-lock.json" "$folder/installed"; then
    rm -rf "$folder"
    { cp -R "$pins" "$folder" &&
      (cd "$folder" && SCARF_ANALYTICS=false npm ci) &&
      cp "$pins/package-lock.json" "$folder/installed"; } >&2 || skip 'its packages could not be installed'
  fi
  echo "$folder/node_modules/.bin"
}

# The jar of OpenAPI Generator, which holds everything that it needs.
openapi_generator() {
  need java
  local bin
  bin="$(venv "$conformance/openapi-generator-cli.txt")"
  "$bin/python" -c \
    'import importlib.resources as r; print(r.files("openapi_generator_cli") / "openapi-generator.jar")'
}

# A client by OpenAPI Generator, without documentation and tests, which need further libraries.
#   generate LANGUAGE FOLDER [OPTION...]
generate() {
  local language="$1" folder="$2"
  shift 2
  tool java -jar "$(openapi_generator)" generate --generator-name "$language" \
    --global-property apiDocs=false,modelDocs=false,apiTests=false,modelTests=false \
    --input-spec "$spec" --output "$folder" "$@" >&2
}

# Name and version of the first package of a list of pins, and of a package of npm/package.json.
pip_version() { sed -n '1s/==/ /p' "$1"; }
npm_version() { sed -n "s|.*\"\($1\)\": \"\(.*\)\".*|\1 \2|p" "$conformance/npm/package.json"; }

# Decodes every payload with `decode CASES RESULTS` and prints the row.
#   check_payloads GENERATOR COMPILED-WITH DECODE...
check_payloads() {
  local generator="$1" compiled_with="$2"
  shift 2
  python3 "$conformance/cases.py" "$whole" >"$scratch/cases.json"
  tool "$@" "$scratch/cases.json" "$scratch/results.json"
  python3 "$conformance/judge.py" "$scratch/cases.json" "$scratch/results.json" "$name" "$generator" "$compiled_with"
}
