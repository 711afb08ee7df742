"""Prints what SDKs made of every payload, as a table for docs/official-sdks.md.

    table.py RESULTS...

RESULTS are what `losses.py` and `Losses.java` write; each is a column, beside that of our crates, which a test fills. A place
is a path in the payload, with `[]` for the items of a list.
"""

import json
import re
import sys
from pathlib import PurePath

# Of a longer list of places the rest is counted.
LONGEST_LIST = 7


def differences(sent, kept, place=""):
    """What became of the parts of a value that are not kept, as `(place, verb)`. Null and absent are the same.

    >>> list(differences({"a": [{"b": 1, "c": None}], "d": []}, {"a": [{"b": 1.0}]}))
    []
    >>> list(differences({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": "1"}]}))
    [('a[].b', 'changes the type of'), ('a[].c', 'loses')]
    >>> list(differences({"a": [1], "b": [1]}, {"a": {}, "b": [1, 2]}))
    [('a', 'loses'), ('b', 'changes')]
    """
    if isinstance(sent, dict) and isinstance(kept, dict) and kept:
        for key, value in sent.items():
            yield from differences(value, kept.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(sent, list) and isinstance(kept, list) and len(sent) == len(kept):
        for one, other in zip(sent, kept):
            yield from differences(one, other, f"{place}[]")
    elif sent != kept and sent not in (None, [], {}):
        is_same_text = str(sent) == str(kept)
        yield place, "loses" if kept in (None, [], {}) else "changes the type of" if is_same_text else "changes"


def cell(result):
    """What an SDK made of a payload, in words."""
    if "error" in result:
        # Jackson ends in parentheses with what the rest says already.
        return "**fails:** " + re.sub(r" \([^()]*\)$", "", result["error"])
    found = {}
    for place, verb in differences(result["sent"], result["kept"]):
        found.setdefault(verb, {})[place] = None
    words = []
    for verb, places in found.items():
        named = ", ".join(f"`{place}`" for place in list(places)[:LONGEST_LIST])
        more = len(places) - LONGEST_LIST
        words.append(f"{verb} {named}" + (f" and {more} more" if more > 0 else ""))
    return "; ".join(words) or "everything"


def main(*files):
    columns = []
    for file in files:
        with open(file, encoding="utf-8") as results:
            columns.append({result["file"]: result for result in json.load(results)})
    # Responses before failures, and those of pages before those that we made.
    order = {file: (result["status"] != 200, "/constructed/" in file, file) for file, result in columns[0].items()}
    for file in sorted(order, key=order.get):
        name = f"[`{PurePath(file).stem}`](../{file})" + (", constructed" if "/constructed/" in file else "")
        print("|", " | ".join([name, "everything", *(cell(column[file]) for column in columns)]), "|")


if __name__ == "__main__":
    main(*sys.argv[1:])
