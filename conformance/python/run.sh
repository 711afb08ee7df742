#!/usr/bin/env bash
# A client of attrs classes by openapi-python-client, and Pydantic models by datamodel-code-generator.
name=Python
. "$(dirname "$0")/../common.sh"
status=0

name='Python (client)'
pins="$here/openapi-python-client.txt"
bin="$(venv "$pins")"
# It formats what it wrote with a program that it finds in the path.
tool env PATH="$bin:$PATH" "$bin/openapi-python-client" generate --meta none --fail-on-warning \
  --path "$spec" --output-path "$scratch/modelarts_client" >&2
check_payloads "$(pip_version "$pins")" 'import of every module' \
  env PYTHONPATH="$scratch" "$bin/python" "$here/decode_client.py" || status=$?

name='Python (models)'
pins="$here/datamodel-code-generator.txt"
bin="$(venv "$pins")"
tool "$bin/datamodel-codegen" --input-file-type openapi --output-model-type pydantic_v2.BaseModel \
  --target-python-version 3.11 --formatters builtin \
  --input "$spec" --output "$scratch/modelarts_models.py" >&2
check_payloads "$(pip_version "$pins")" import \
  env PYTHONPATH="$scratch" "$bin/python" "$here/decode_models.py" || status=$?

exit "$status"
