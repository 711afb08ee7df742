"""Reads every payload of the mock with the official Python SDK, which signs its requests, and says what it made of it.

    python3 -m venv target/official-sdk
    target/official-sdk/bin/pip install huaweicloudsdkmodelarts==3.1.219
    target/official-sdk/bin/python crates/modelarts-httpmock/examples/official_sdk.py

The exit status is 1 if the mock refused a request, or the SDK failed on an answer of a success.
"""

import json
import os
import subprocess
import sys
import tempfile

ENVIRONMENT = dict(os.environ)
# The SDK writes a file to the home directory when it is imported.
os.environ["HOME"] = tempfile.mkdtemp()
os.environ["NO_PROXY"] = "127.0.0.1"

from huaweicloudsdkcore.auth.credentials import BasicCredentials  # noqa: E402
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException  # noqa: E402
from huaweicloudsdkmodelarts.v1 import (  # noqa: E402
    ListPoolsRequest, ModelArtsClient, ShowOsQuotaRequest, ShowPoolStatisticsRequest, ShowWorkspaceQuotasRequest,
)

KEYS = ("mock-access-key", "mock-secret-key")
CALLS = {
    "ListPools": lambda sdk: sdk.list_pools(ListPoolsRequest(label_selector="os.modelarts/name=a b")),
    "ShowPoolStatistics": lambda sdk: sdk.show_pool_statistics(ShowPoolStatisticsRequest()),
    "ShowOsQuota": lambda sdk: sdk.show_os_quota(ShowOsQuotaRequest()),
    "ShowWorkspaceQuotas": lambda sdk: sdk.show_workspace_quotas(ShowWorkspaceQuotasRequest(workspace_id="0")),
}


def json_of(model):
    """The values that a model holds, under the names that they have in JSON."""
    if isinstance(model, list):
        return [json_of(item) for item in model]
    if isinstance(model, dict):
        return {key: json_of(value) for key, value in model.items()}
    names = getattr(model, "attribute_map", None)
    return model if names is None else {sent: json_of(getattr(model, kept)) for kept, sent in names.items()}


def lost(sent, kept, path=""):
    """Paths of the values that were sent and are not there any more."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return [p for key in sent for p in lost(sent[key], kept.get(key), f"{path}.{key}")]
    if isinstance(sent, list) and isinstance(kept, list) and len(sent) == len(kept):
        return [p for old, new in zip(sent, kept) for p in lost(old, new, path + "[]")]
    return [] if sent in (kept, None) or str(sent) == str(kept) else [path.lstrip(".")]


def main():
    command = ["cargo", "run", "--quiet", "--package", "modelarts-httpmock", "--example", "serve", "--", "0", *KEYS]
    serve = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    # A line for each service: its address, and the names of its payloads.
    urls = [line.split()[0] for line in iter(lambda: serve.stdout.readline().strip(), "")]
    failed = not urls
    seen = set()
    for url in urls:
        credentials = BasicCredentials(*KEYS, project_id="mock-project")
        sdk = ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()
        for name, call in CALLS.items():
            try:
                response = call(sdk)
            except ServiceResponseException as error:
                # An answer with an error status is meant to end here, unless the mock refused the signature.
                failed |= error.error_code == "APIGW.0301"
                line = f"{name}: {error.status_code} {error.error_code}"
            except Exception as error:
                failed = True
                line = f"{name}: {type(error).__name__}: {error}"
            else:
                sent = json.loads(response.raw_content)
                paths = sorted(set(lost(sent, json_of(response))))
                line = f"{name}: 200, " + (f"lost: {', '.join(paths)}" if paths else "nothing lost")
            if line not in seen:
                seen.add(line)
                print(line)
    serve.terminate()
    serve.wait()
    return failed


if __name__ == "__main__":
    sys.exit(main())
