"""Calls the mock with the official Python SDK, which signs its requests, and prints what the SDK makes of each payload.

    losses.py SERVE

SERVE is the mock's example `serve`. Prints a list of `{"file", "operation", "status", "sent", "kept"}`, or with `"error"` in
place of `"kept"` where the SDK failed. `kept` is what the SDK's own encoder makes of the response, and of an error the
attributes of the exception, under the names that the payload has for them.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The SDK writes a file to the home directory when it is imported.
os.environ["HOME"] = tempfile.mkdtemp()
os.environ["NO_PROXY"] = "127.0.0.1"

from huaweicloudsdkcore.auth.credentials import BasicCredentials  # noqa: E402
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException  # noqa: E402
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization  # noqa: E402
from huaweicloudsdkmodelarts import v1 as sdk  # noqa: E402

KEYS = ("mock-access-key", "mock-secret-key")
ROOT = Path(__file__).resolve().parents[3]


def call(client, operation):
    """Calls an operation by its name, with a value that must be encoded for every parameter that is text."""
    request = getattr(sdk, operation + "Request")
    parameters = {name: "a b" for name, kind in request.openapi_types.items() if kind == "str"}
    method = re.sub("(?!^)([A-Z])", r"_\1", operation).lower()
    return getattr(client, method)(request(**parameters))


def outcome(client, operation, sent):
    """The status, and what is kept or why the SDK failed."""
    try:
        response = call(client, operation)
    except ServiceResponseException as error:
        if error.error_code == "APIGW.0301":
            sys.exit(f"{operation}: the mock refused the signature")
        kept = {
            "error_code": error.error_code,
            "error_msg": error.error_msg,
            # The SDK reads it from a header, where the mock has one of its own.
            "request_id": error.request_id and sent.get("request_id"),
            "encoded_authorization_message": error.encoded_auth_msg,
        }
        return {"status": error.status_code, "kept": kept}
    except Exception as error:
        return {"status": 200, "error": f"{type(error).__name__}: {error}"}
    return {"status": 200, "kept": sanitize_for_serialization(response)}


def main(serve):
    payloads = {file.stem: file for file in sorted((ROOT / "openapi/examples").rglob("*.json"))}
    results = {}
    with subprocess.Popen([serve, "0", *KEYS], stdout=subprocess.PIPE, text=True) as mock:
        try:
            # A line for each service: its address, and what its operations answer.
            for line in iter(mock.stdout.readline, "\n"):
                url, *answers = line.split()
                credentials = BasicCredentials(*KEYS, project_id="mock-project")
                client = sdk.ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()
                for operation, payload in (answer.split("=") for answer in answers):
                    if payload in payloads and payload not in results:
                        file = payloads[payload]
                        sent = json.loads(file.read_text(encoding="utf-8"))
                        about = {"file": file.relative_to(ROOT).as_posix(), "operation": operation, "sent": sent}
                        results[payload] = {**about, **outcome(client, operation, sent)}
        finally:
            mock.kill()
    if missing := payloads.keys() - results.keys():
        sys.exit(f"the mock has no {sorted(missing)}")
    json.dump([results[payload] for payload in payloads], sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
