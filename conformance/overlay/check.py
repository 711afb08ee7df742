"""Says how many deviations an annotated document has, and fails unless it has each and every source of the whole bundle."""

import json
import sys

import yaml


def provenance(value):
    """Every entry of `x-doc-deviation`, and every list of sources."""
    if isinstance(value, list):
        for item in value:
            yield from provenance(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "x-doc-deviation":
                yield from ((key, json.dumps(one, sort_keys=True)) for one in inner)
            elif key in ("x-source", "x-enum-sources", "x-sources"):
                yield key, json.dumps(inner, sort_keys=True)
            else:
                yield from provenance(inner)


with open(sys.argv[1], encoding="utf-8") as applied, open(sys.argv[2], encoding="utf-8") as whole:
    expected, found = list(provenance(json.load(whole))), set(provenance(yaml.safe_load(applied)))
missing = [one for one in expected if one not in found]
if missing:
    sys.exit(f"{len(missing)} are missing, such as {missing[0]}")
print(sum(key == "x-doc-deviation" for key, _ in expected))
