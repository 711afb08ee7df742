"""Decodes payloads with the models that datamodel-code-generator wrote, and encodes them again."""

import json
import sys

import modelarts_models
from pydantic import SecretStr
from pydantic_core import to_jsonable_python


def main(cases_path: str, results_path: str) -> None:
    with open(cases_path, encoding="utf-8") as file:
        cases = json.load(file)
    with open(results_path, "w", encoding="utf-8") as file:
        json.dump([decode(case) for case in cases], file)


def decode(case: dict) -> dict:
    model = getattr(modelarts_models, case["schema"])
    try:
        decoded = model.model_validate_json(json.dumps(case["body"]))
        values = revealed(decoded.model_dump(by_alias=True, exclude_unset=True))
        return {"encoded": to_jsonable_python(values)}
    except Exception as error:  # A generated decoder may raise anything.
        return {"error": f"{type(error).__name__}: {error}"}


def revealed(value: object) -> object:
    """Replaces secrets, which print as asterisks, with their values."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, dict):
        return {key: revealed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [revealed(inner) for inner in value]
    return value


main(*sys.argv[1:])
