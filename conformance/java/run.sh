#!/usr/bin/env bash
# A client by OpenAPI Generator, compiled against the Jackson in the generator's own jar.
name=Java
. "$(dirname "$0")/../common.sh"

need javac
jar="$(openapi_generator)"
client="$scratch/client"
# Without containerDefaultToNull, an absent list comes back as an empty one.
packages=invokerPackage=modelarts,apiPackage=modelarts.api,modelPackage=modelarts.model
generate java "$client" --library native \
  --additional-properties "containerDefaultToNull=true,openApiNullable=false,documentationProvider=none,annotationLibrary=none,$packages"

find "$client/src/main/java" "$here" -name '*.java' >"$scratch/sources"
tool javac -Xlint:-options --release 17 -encoding UTF-8 -cp "$jar" -d "$scratch/classes" "@$scratch/sources" >&2
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" '`javac --release 17`' \
  java -cp "$scratch/classes:$jar" Decode
