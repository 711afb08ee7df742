#!/usr/bin/env bash
# The published folder as a package of npm and of PyPI, built and installed from what was built.
name=packages
. "$(dirname "$0")/../common.sh"

need node npm
pins="$here/build.txt"
python="$(venv "$pins")/python"
cp -R "$dist" "$scratch/dist"
cd "$scratch"
tool npm pack --silent --pack-destination . ./dist >&2
tool npm install --silent --no-audit --no-fund --prefix npm ./modelarts-openapi-*.tgz >&2
tool "$python" -m build --no-isolation --outdir . dist >&2
tool "$python" -m pip install --quiet --no-deps --no-index --target installed ./modelarts_openapi-*.whl >&2
cmp npm/node_modules/modelarts-openapi/modelarts.openapi.json "$spec"
cmp installed/modelarts_openapi/schemas/PoolModel.json "$dist/schemas/PoolModel.json"
printf '| npm pack, %s | both build the published folder into a package, which installs |\n' "$(pip_version "$pins")"
