"""Compares what a client decoded and encoded again with what it was given, and prints a row of the table.

A result is `{"encoded": ...}` or `{"error": "..."}`. A documented or constructed payload that is refused or comes back
changed speaks against the spec: it is named on standard error, and the exit status is 1. What becomes of the other groups
is up to the generator; one failure of each is named, and fails nothing.
"""

import decimal
import json
import sys
from datetime import datetime

from cases import VARIATIONS, pointer

GROUPS = ["documented", "constructed", *VARIATIONS]


def main(cases_path, results_path, language, generator, compiled_with):
    cases, results = load(cases_path), load(results_path)
    if len(cases) != len(results):
        sys.exit(f"{language}: {len(results)} results of {len(cases)} cases")
    verdicts = [(case, *judge(case, result)) for case, result in zip(cases, results)]
    counts, lost = [], []
    for group in GROUPS:
        failures = [failure for case, failure, _ in verdicts if case["group"] == group]
        counts.append(f"{failures.count(None)} of {len(failures)}")
        if group not in ("nulls", "wrong types") and failures.count(None) < len(failures):
            lost.append(group)
    respelled = {kind for _, _, kinds in verdicts for kind in kinds}
    if respelled:
        lost.append("the spelling of " + " and ".join(sorted(respelled)))
    row = [language, generator, compiled_with, *counts, ", ".join(lost) or "nothing"]
    print("|", " | ".join(row), "|")

    named = set()
    for case, failure, _ in verdicts:
        group = case["group"]
        if failure and (group in GROUPS[:2] or group not in named):
            named.add(group)
            print(f"{language}: {group}: {case['name']}: {failure}", file=sys.stderr)
    sys.exit(1 if named.intersection(GROUPS[:2]) else 0)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=decimal.Decimal)


def judge(case, result):
    """Why a case failed, or None; and what came back in another spelling."""
    if case["group"] == "wrong types":
        return (None if "error" in result else "takes a wrong type"), set()
    if "error" in result:
        return " ".join(result["error"].split())[:300], set()
    changed, respelled = [], set()
    compare(case["body"], result.get("encoded"), "", case["numbers"], changed, respelled)
    return ("changes " + ", ".join(changed) if changed else None), respelled


def compare(sent, returned, at, numbers, changed, respelled):
    """Collects the JSON pointers of what differs, and the kinds of what is only spelled differently. Null and absent are
    equal; 15 and "15" are not, and neither are 15 and 15.0, unless it is one of the numbers."""
    if isinstance(sent, dict) and isinstance(returned, dict):
        for key in {**sent, **returned}:
            compare(sent.get(key), returned.get(key), pointer(at, key), numbers, changed, respelled)
    elif isinstance(sent, list) and isinstance(returned, list) and len(sent) == len(returned):
        for index, (one, other) in enumerate(zip(sent, returned)):
            compare(one, other, pointer(at, index), numbers, changed, respelled)
    elif type(sent) is type(returned) and sent == returned:
        pass
    elif is_same_time(sent, returned):
        respelled.add("times")
    elif at in numbers and {type(sent), type(returned)} == {int, decimal.Decimal} and sent == returned:
        respelled.add("numbers")
    else:
        changed.append(at or "the whole")


def is_same_time(one, other):
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (TypeError, ValueError):
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
