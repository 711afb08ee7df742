"""Decodes payloads with the client that openapi-python-client generated, and encodes them again."""

import importlib
import json
import pkgutil
import sys

import modelarts_client
from modelarts_client import models


def main(cases_path: str, results_path: str) -> None:
    # A module that nothing imports could be broken unnoticed.
    for module in pkgutil.walk_packages(modelarts_client.__path__, "modelarts_client."):
        importlib.import_module(module.name)
    with open(cases_path, encoding="utf-8") as file:
        cases = json.load(file)
    with open(results_path, "w", encoding="utf-8") as file:
        json.dump([decode(case) for case in cases], file)


def decode(case: dict) -> dict:
    model = getattr(models, case["schema"])
    try:
        return {"encoded": model.from_dict(case["body"]).to_dict()}
    except Exception as error:  # A generated decoder may raise anything.
        return {"error": f"{type(error).__name__}: {error}"}


main(*sys.argv[1:])
