import json
import sys

from sign import authorization

KEYS = ["access_key", "secret_key", "method", "path", "query", "headers", "body"]
print(json.dumps([authorization(*(one[key] for key in KEYS)) for one in json.load(sys.stdin)]))
