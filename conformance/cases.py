"""Prints the payloads of the whole bundle, and variations of the documented ones, as a list for decoders.

A case has a `name`, a `group`, the `schema` that describes it, the keys that lead to its `response` in the spec, a `body`,
and the JSON pointers of its `numbers`, which a decoder may take for integers or not. The groups:

documented      a documentation page shows it
constructed     we made it, for what no page shows
unknown fields  documented, with a field in every object that no schema names; in a map of strings, with another string
unknown values  documented, with a new value wherever a list of values is open
nulls           documented, with null for every optional field that is absent or holds text or a number
wrong types     documented, with a list in place of one text or number; a decoder should refuse it
"""

import copy
import json
import sys

VARIATIONS = ["unknown fields", "unknown values", "nulls", "wrong types"]
UNKNOWN = {"list": [1, None, "text"], "flag": True}


def cases(spec):
    """Every payload once, then the variations that differ from it."""
    found = []
    for name, keys, response in responses(spec):
        media = response.get("content", {}).get("application/json", {})
        schema = media.get("schema", {}).get("$ref", "").rpartition("/")[2]
        for example, entry in media.get("examples", {}).items():
            body = entry["value"]
            if schema and not any(case["schema"] == schema and case["body"] == body for case in found):
                group = "constructed" if entry.get("x-constructed") else "documented"
                found.append(
                    {"name": f"{name} {example}", "group": group, "schema": schema, "response": keys, "body": body}
                )
    documented = [case for case in found if case["group"] == "documented"]
    for group in VARIATIONS:
        for case in documented:
            body = vary(spec, spec["components"]["schemas"][case["schema"]], case["body"], group)
            if body != case["body"]:
                found.append({**case, "group": group, "body": body})
    for case in found:
        case["numbers"] = list(numbers(spec, spec["components"]["schemas"][case["schema"]], case["body"]))
    return found


def responses(spec):
    """Every response: a name, the keys that lead to it, and the response."""
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            for status, response in operation.get("responses", {}).items():
                yield operation["operationId"], ["paths", path, method, "responses", status], response
    for name, response in spec["components"].get("responses", {}).items():
        yield name, ["components", "responses", name], response


def vary(spec, schema, body, group):
    """The body with the surprise of the group, wherever the schema has a place for it."""
    body = copy.deepcopy(body)
    if group == "wrong types":
        spoil(spec, schema, body)
        return body
    return varied(spec, schema, body, group)


def varied(spec, schema, value, group):
    schema = resolve(spec, schema)
    if isinstance(value, list):
        return [varied(spec, schema.get("items", {}), item, group) for item in value]
    if isinstance(value, str) and group == "unknown values" and "x-extensible-enum" in schema:
        return "ValueOfTomorrow"
    if not isinstance(value, dict):
        return value
    properties = all_spellings(schema)
    result = {key: varied(spec, properties.get(key, {}), inner, group) for key, inner in value.items()}
    if group == "unknown fields":
        result["fieldOfTomorrow"] = "text" if "x-open-map" in schema else UNKNOWN
    if group == "nulls" and "x-open-map" not in schema:
        optional = [key for key in properties if key not in schema.get("required", [])]
        for key in optional:
            if key in result and not isinstance(result[key], (dict, list)):
                result[key] = None
        for key in schema.get("properties", {}):
            if key in optional:
                result.setdefault(key, None)
    return result


def spoil(spec, schema, value):
    """Puts a list in place of the first text or number that a schema describes; tells whether there was one."""
    schema = resolve(spec, schema)
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in places:
        described = all_spellings(schema).get(key) if isinstance(value, dict) else schema.get("items")
        described = resolve(spec, described or {})
        if isinstance(inner, (dict, list)):
            if spoil(spec, described, inner):
                return True
        elif "type" in described or "anyOf" in described:
            value[key] = [True]
            return True
    return False


def numbers(spec, schema, value, at=""):
    """The JSON pointers of what the schema calls a number, where 0 and 0.0 are the same."""
    schema = resolve(spec, schema)
    if schema.get("type") == "number":
        yield at
    elif isinstance(value, dict):
        properties = all_spellings(schema)
        for key, inner in value.items():
            yield from numbers(spec, properties.get(key, {}), inner, pointer(at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers(spec, schema.get("items", {}), inner, pointer(at, index))


def pointer(at, key):
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


def all_spellings(schema):
    """The properties, each also under the other spellings that it lists."""
    properties = schema.get("properties", {})
    others = {other: inner for inner in properties.values() for other in inner.get("x-other-spellings", {})}
    return {**others, **properties}


def resolve(spec, schema):
    """What a `$ref` leads to, also where an `allOf` stands around it."""
    while True:
        target = schema.get("$ref") or schema.get("allOf", [{}])[0].get("$ref")
        if not target:
            return schema
        schema = spec["components"]["schemas"][target.rpartition("/")[2]]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(cases(json.load(file)), sys.stdout)
