curl --fail-with-body{% if method != "GET" %} --request {{ method }}{% endif %} \
  '{{ url }}' \
  --header "X-Auth-Token: $TOKEN"
