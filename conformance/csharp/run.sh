#!/usr/bin/env bash
# Models by OpenAPI Generator, compiled by Mono against Json.NET (Debian: mono-mcs libnewtonsoft-json5.0-cil
# libmono-system-componentmodel-dataannotations4.0-cil). Polly, with which the client retries, is in no registry that the
# check uses.
name='C# (models)'
. "$(dirname "$0")/../common.sh"

need mcs mono
library() {
  find /usr/lib/cli /usr/lib/mono -name "$1.dll" -print -quit 2>/dev/null | grep . || skip "the library \`$1\` is not installed"
}
json="$(library Newtonsoft.Json)"
annotations="$(library System.ComponentModel.DataAnnotations)"
client="$scratch/client"
# Without the rule, 0 and false stand for what is absent, and are left out when a payload is encoded.
generate csharp "$client" --library httpclient --additional-properties targetFramework=net48,packageName=ModelArts \
  --openapi-normalizer 'SET_PRIMITIVE_TYPES_TO_NULLABLE=integer|number|boolean|string'

sources="$client/src/ModelArts"
# The base of unions, of which the spec has none, needs a newer Json.NET.
rm "$sources/Model/AbstractOpenAPISchema.cs"
cp "$json" "$scratch"
tool mcs -langversion:experimental -out:"$scratch/decode.exe" -r:"$json" -r:"$annotations" -r:System.Runtime.Serialization \
  "$sources"/Model/*.cs "$sources"/Client/{FileParameter,OpenAPIDateConverter}.cs "$here/Decode.cs" >&2
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" '`mcs` of Mono' mono "$scratch/decode.exe"
