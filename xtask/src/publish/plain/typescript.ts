const url = "{{ url }}";
const response = await fetch(url, { {% if method != "GET" %}method: "{{ method }}", {% endif %}headers: { "X-Auth-Token": process.env.TOKEN! } });
const body = await response.text();
if (!response.ok) throw new Error(`${response.status}: ${body}`);
console.log(JSON.parse(body));
