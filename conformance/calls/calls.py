"""Runs the programs of docs/other-languages.md and the published samples, against worked examples and against our mock.

  calls.py blocks PAGE HEADING FOLDER     writes the programs of a section, and its commands without installations
  calls.py vectors PROGRAM...             compares a signer with tests/signing
  calls.py pools SERVE PROGRAM...         lists the pools of every service of the mock, with a token
  calls.py signed SERVE PROGRAM...        the same with access keys; prints how many answers came out right
  calls.py samples SERVE LANGUAGE FOLDER SUFFIX PROGRAM...   calls every operation by its published sample
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = ["an-access-key", "a/secret+key"]
ENDPOINT = "https://modelarts.cn-north-4.myhuaweicloud.com"
BROKEN = re.compile(r"Traceback|panic:|Exception in thread|TypeError|    at ")


def blocks(page, heading, folder):
    section = Path(page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for name, text in re.findall(r'^```\w+ title="(.*?)"\n(.*?)^```$', section, re.M | re.S):
        file = Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    commands = re.findall(r"^```console\n(.*?)^```$", section, re.M | re.S)
    commands = [command for text in commands for command in re.split(r"^\$ ", text, flags=re.M)[1:]]
    commands = [command for command in commands if not re.match(r"(pip|npm) install", command)]
    Path(folder, "commands.sh").write_text("".join(commands), encoding="utf-8")


def vectors(*program):
    folders = sorted((ROOT / "tests/signing").glob("*/request.json"))
    requests = [json.loads(file.read_text(encoding="utf-8")) for file in folders]
    expected = [file.with_name("authorization.txt").read_text(encoding="utf-8").removesuffix("\n") for file in folders]
    made = json.loads(subprocess.run(program, input=json.dumps(requests), text=True, check=True, stdout=-1).stdout)
    for file, one, other in zip(folders, made, expected, strict=True):
        if one != other:
            sys.exit(f"{file.parent.name}: {one}\ninstead of {other}")
    print(f"{len(made)} of {len(expected)}")


@contextlib.contextmanager
def services(serve, *arguments):
    """The addresses of the mock's services, each with what its operations answer, as OPERATION=PAYLOAD."""
    with subprocess.Popen([serve, *arguments], text=True, stdout=subprocess.PIPE) as mock:
        try:
            yield {line.split()[0]: line.split()[1:] for line in iter(mock.stdout.readline, "\n")}
        finally:
            mock.kill()


def answer(url):
    """Status and body, as they are."""
    try:
        with urllib.request.urlopen(url) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def run(program, expected, printed):
    """Fails unless the program prints what it should, or says status and code and fails itself."""
    status, body = expected
    done = subprocess.run(program, text=True, capture_output=True, env={**os.environ, "TOKEN": "a-token"}, check=False)
    if status == 200:
        is_right = done.returncode == 0 and printed(done.stdout, body)
    else:
        said = done.stdout + done.stderr
        is_right = done.returncode != 0 and str(status) in said and body["error_code"] in said
    if not is_right or BROKEN.search(done.stderr.replace("throw new Error", "")) and status == 200:
        sys.exit(f"{' '.join(program)}: of {status} it made {done.returncode}\n{done.stdout[:2000]}\n{done.stderr[:2000]}")


def prints_pools(text, body):
    def line(pool):
        name = pool["metadata"].get("labels", {}).get("os.modelarts/name", pool["metadata"]["name"])
        return f"{name} {pool.get('status', {}).get('phase', 'unknown')}"

    return text.splitlines() == [line(pool) for pool in body["items"]]


def prints_body(text, body):
    return json.loads(text) == body


def pools(serve, *program):
    with services(serve) as urls:
        for url in urls:
            run([*program, url, "a-project", "a-token"], answer(f"{url}/v2/a-project/pools"), prints_pools)
        print(f"{len(urls)} of {len(urls)}")


def signed(serve, *program):
    with services(serve) as plain, services(serve, "0", *KEYS) as urls:
        for url, unsigned in zip(urls, plain, strict=True):
            run([*program, url, "a-project", *KEYS], answer(f"{unsigned}/v2/a-project/pools"), prints_body)
        refused = answer(f"{url}/v2/a-project/pools")
        assert refused[0] == 401, refused
        run([*program, url, "a-project", KEYS[0], "another-key"], refused, prints_body)
        print(f"{len(urls)} of {len(urls)}")


def samples(serve, language, folder, suffix, *program):
    document = json.loads((ROOT / "openapi/dist/modelarts.openapi.json").read_text(encoding="utf-8"))
    count = 0
    with services(serve) as urls:
        shown = next(url for url, answers in urls.items() if not any("=error" in one for one in answers))
        for number, item in enumerate(document["paths"].values()):
            # What pages show; and in turn a failure, or what they do not show.
            for url in [shown, list(urls)[number % len(urls)]]:
                [source] = [one["source"] for one in item["get"]["x-codeSamples"] if one["lang"] == language]
                path = re.search(re.escape(ENDPOINT) + r"([^'\"]*)", source)[1]
                file = Path(folder, f"sample{count}{suffix}")
                file.write_text(source.replace(ENDPOINT, url), encoding="utf-8")
                printed = (lambda *_: True) if language == "TypeScript" else prints_body
                run([*program, str(file)], answer(url + path), printed)
                count += 1
    print(f"{count} of {count}")


{"blocks": blocks, "vectors": vectors, "pools": pools, "signed": signed, "samples": samples}[sys.argv[1]](*sys.argv[2:])
