#!/usr/bin/env bash
# A client by OpenAPI Generator. Its one library is Typhoeus (Debian: ruby-typhoeus).
name=Ruby
. "$(dirname "$0")/../common.sh"

need ruby
ruby -e 'require "typhoeus"' 2>/dev/null || skip 'the library `typhoeus` is not installed'
client="$scratch/client"
generate ruby "$client"
for file in $(find "$client/lib" -name '*.rb'); do tool ruby -wc "$file" >/dev/null; done
check_payloads "$(pip_version "$conformance/openapi-generator-cli.txt")" "\`ruby -wc\`, \`require\`" \
  ruby -I "$client/lib" "$here/decode.rb"
