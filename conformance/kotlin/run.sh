#!/usr/bin/env bash
# Models by OpenAPI Generator, compiled against the Jackson in the generator's own jar. The compiler is the one that the
# Kotlin kernel for Jupyter carries; OkHttp, which the client sends with, is in no registry that the check uses.
name='Kotlin (models)'
. "$(dirname "$0")/../common.sh"

pins="$here/kotlin-jupyter-kernel.txt"
jars="$("$(venv "$pins")/python" -c 'import importlib.resources as r; print(r.files("run_kotlin_kernel") / "jars")')"
jar="$(openapi_generator)"
client="$scratch/client"
# An open object becomes a class that extends HashMap, which Jackson, Gson and Moshi all take for a map.
spec="$scratch/closed.yaml"
grep --invert-match '^ *additionalProperties: {}$' "$dist/modelarts.openapi.yaml" >"$spec"
generate kotlin "$client" --global-property models --additional-properties serializationLibrary=jackson,packageName=modelarts

library="$(echo "$jars"/kotlin-stdlib-*.jar):$jar"
tool java -cp "$jars/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -jvm-target 17 \
  -classpath "$library" -d "$scratch/classes" "$client/src" "$here/Decode.kt" >&2
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" "\`kotlinc\` ($(pip_version "$pins"))" \
  java -cp "$scratch/classes:$library" DecodeKt
