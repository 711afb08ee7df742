#!/usr/bin/env bash
# A client by OpenAPI Generator. Every class is loaded; Guzzle, which sends, is not needed to decode.
name=PHP
. "$(dirname "$0")/../common.sh"

need php
client="$scratch/client"
generate php "$client"
for file in $(find "$client/lib" -name '*.php'); do tool php -l "$file" >/dev/null; done
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" "\`php -l\`, loading every class" \
  php "$here/decode.php" "$client/lib"
