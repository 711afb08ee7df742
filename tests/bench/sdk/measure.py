"""Measures the official SDK; `cargo xtask bench` runs it in a virtual environment under `target/`.

One line for each figure: its name, a space, and the number, in nanoseconds or bytes.
"""

import resource
import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from huaweicloudsdkmodelarts.v1 import ListPoolsRequest, ModelArtsClient

ACCESS_KEY, SECRET_KEY = "BENCHACCESSKEY000000", "benchsecretkey0000000000000000000000000"


def client(url, project):
    credentials = BasicCredentials(ACCESS_KEY, SECRET_KEY, project)
    return ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()


def report(name, value):
    print(name, value)


def median(values):
    return sorted(values)[len(values) // 2]


def calls(url, project, seconds):
    """Warm calls, one after the other."""
    sdk = client(url, project)
    times, start = [], time.perf_counter()
    while len(times) < 4 or time.perf_counter() - start < seconds:
        begun = time.perf_counter_ns()
        sdk.list_pools(ListPoolsRequest())
        times.append(time.perf_counter_ns() - begun)
    report(f"sdk.{project}.call", median(times[1:]))


def memory(url, pools):
    """One call in a process of its own: the most memory that it ever had."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    response = client(url, pools).list_pools(ListPoolsRequest())
    assert len(response.items) == int(pools)
    report("sdk.peak.before", before)
    report("sdk.peak.process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def signing(seconds):
    signer = Signer(BasicCredentials(ACCESS_KEY, SECRET_KEY, "0123456789abcdef0123456789abcdef"))
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        request = SdkRequest(
            method="GET",
            schema="https",
            host="modelarts.cn-north-4.myhuaweicloud.com",
            resource_path="/v2/0123456789abcdef0123456789abcdef/pools",
            uri="/v2/0123456789abcdef0123456789abcdef/pools",
            query_params=[("labelSelector", "os.modelarts/name=my-pool"), ("status", "created"), ("workspaceId", "0")],
            header_params={"X-Project-Id": "0123456789abcdef0123456789abcdef"},
            body="",
        )
        signer.sign(request)
        count += 1
    report("sdk.signing", (time.perf_counter() - start) * 1e9 / count)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "calls":
        calls(arguments[0], arguments[1], float(arguments[2]))
    elif command == "memory":
        memory(*arguments)
    else:
        signing(float(arguments[0]))
