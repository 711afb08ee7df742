import json, os, sys, urllib.error, urllib.request

url = "{{ url }}"
request = urllib.request.Request(url, {% if method != "GET" %}method="{{ method }}", {% endif %}headers={"X-Auth-Token": os.environ["TOKEN"]})
try:
    with urllib.request.urlopen(request) as response:
        print(json.dumps(json.load(response), indent=2))
except urllib.error.HTTPError as error:
    sys.exit(f"{error.code}: {error.read().decode(errors='replace')}")
