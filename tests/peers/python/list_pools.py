"""Lists pools with the official SDK, as a short script would: what `modelarts pools` is compared with."""

import os

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkmodelarts.v1 import ListPoolsRequest, ModelArtsClient

keys = [os.environ["HUAWEICLOUD_SDK_" + name] for name in ("AK", "SK", "PROJECT_ID")]
builder = ModelArtsClient.new_builder().with_credentials(BasicCredentials(*keys))
client = builder.with_endpoint(os.environ["MODELARTS_ENDPOINT"]).build()
print(client.list_pools(ListPoolsRequest()))
