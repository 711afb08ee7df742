"""Lists the pools, as a short script would."""

import os

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkmodelarts.v1 import ListPoolsRequest, ModelArtsClient

keys = [os.environ["HUAWEICLOUD_SDK_" + name] for name in ("AK", "SK", "PROJECT_ID")]
credentials = BasicCredentials(*keys)
client = ModelArtsClient.new_builder().with_credentials(credentials).with_endpoint(os.environ["MODELARTS_ENDPOINT"]).build()
print(client.list_pools(ListPoolsRequest()))
