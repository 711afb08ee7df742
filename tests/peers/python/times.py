"""Measures the official SDK: `times.py URL POOLS` lists that many pools for some seconds; see times.sh."""

import resource
import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkmodelarts.v1 import ListPoolsRequest, ModelArtsClient

url, pools = sys.argv[1:]
credentials = BasicCredentials("BENCHACCESSKEY000000", "benchsecretkey0000000000000000000000000", pools)
client = ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(url).build()

assert len(client.list_pools(ListPoolsRequest()).items) == int(pools)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
times, start = [], time.perf_counter()
while len(times) < 4 or time.perf_counter() - start < 5:
    begun = time.perf_counter()
    client.list_pools(ListPoolsRequest())
    times.append(time.perf_counter() - begun)
median = sorted(times)[len(times) // 2]
print(f"{pools} pools: {median * 1e6:.0f} µs a call, {peak} kB at the peak of the first")
