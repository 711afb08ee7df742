"""Prints the rows of documentation pages in reStructuredText as docutils reads them: `python3 oracle.py FOLDER`.

Another opinion on what the reader of this package reads: names, types, whether a field is mandatory, values and places.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles

SCALARS = {
    "string": "string", "integer": "integer", "int": "integer", "long": "integer:int64", "number": "number",
    "float": "number:float", "double": "number:double", "boolean": "boolean", "object": "object", "dict": "object",
}
ANNOUNCED = re.compile(r"\b(options|enums|values)( are)?( as follows)?( for \S+)?:$|including:$", re.I)
# Bold values, each in its marks, within a sentence.
VALUE = r"«([^»]*)»(?: \([^)]*\))?"
CHOICE = re.compile(rf"(?:values? can be|options are) ({VALUE}(?:,? (?:or|and) {VALUE}|, {VALUE})+)", re.I)
CONSTANT = re.compile(rf"value is fixed at ({VALUE})", re.I)
INLINE = re.compile(rf"\[- ({VALUE})")


def reference(_name, _source, text, *_rest, **_options):
    shown, _, target = text.rstrip(">").rpartition("<")
    return [nodes.reference("", shown.strip(), target=target.lower())], []


roles.register_local_role("ref", reference)


def words(node):
    return " ".join(node.astext().split())


def links(node):
    return [found["target"] for found in node.findall(nodes.reference) if "target" in found]


def kind(text):
    """The type that a cell names: `string`, `[Pool]` for a list, `{Pool}` for a map."""
    lists = [r"array of (.+)", r"array<(.+)>", r"(\S+) array"]
    if found := next(filter(None, (re.fullmatch(words, text, re.I) for words in lists)), None):
        inner = kind(re.sub(r" objects?$", "", found[1]))
        return text if " " in inner else f"[{inner}]"
    if found := re.fullmatch(r"map<string, ?(.+)>", text, re.I):
        return f"{{{kind(found[1])}}}"
    if text.lower() == "array":
        return "[object]"
    name = re.sub(r" objects?$", "", text)
    scalar = SCALARS.get(name.lower()) or SCALARS.get(name.lower().removesuffix("s"))
    return scalar or name


def literal(node, strict):
    """The value that a paragraph or an item names."""
    text = words(node)
    first = node.next_node(nodes.strong)
    if first is not None and text.startswith(words(first)):
        value = words(first)
        rest = text[len(value):].strip()
        return value.rstrip(":.;") if not strict or not rest or rest[0] in ":(.;" else None
    found = re.match(r"([\w./-]+)(: |:$|$| \()", text)
    return found[1].rstrip(".") if found else None


def stated(node):
    """The values that the sentences of a paragraph or an item give."""
    text = "".join(f"«{part}»" if isinstance(part.parent, nodes.strong) else part for part in node.findall(nodes.Text))
    found = CHOICE.findall(text) + CONSTANT.findall(text) + INLINE.findall(text)
    return [value for match in found for value in re.findall(VALUE, match[0])]


def listed(cell):
    """The values of the lists of a description. One that nothing announces must look like a list of values."""
    values, before = [], ""
    for part in cell.children:
        if isinstance(part, nodes.bullet_list):
            items = [literal(item, not ANNOUNCED.search(before)) for item in part.children]
            if ANNOUNCED.search(before) or not before.endswith(":") and len(items) > 1 and None not in items:
                values += [value for item, value in zip(part, items) if value for value in [value] + stated(item)]
        elif before.endswith("Options:") and literal(part, True):
            values.append(literal(part, True))
            continue
        else:
            values += stated(part)
        before = words(part)
    return list(dict.fromkeys(values))


class Row:
    def __init__(self, header, cells):
        cell = dict(zip(header, cells))
        self.name = words(cell["parameter"])
        self.mandatory = {"Yes": "yes", "No": "no"}.get(words(cell["mandatory"]), "?") if "mandatory" in cell else "-"
        self.kind = kind(words(cell["type"]))
        described = cell["description"]
        numbers = re.findall(r"Table (\d+)", words(described))
        self.link = links(cell["type"])
        self.see = links(described) + [f"table {number}" for number in numbers]
        media_type = self.name == "Content-Type" and re.match(r"application/\S+(?: \+ \S+)?\w", words(described), re.I)
        self.values = [media_type[0].lower().replace(" ", "")] if media_type else listed(described)


class Table:
    def __init__(self, node, body):
        title = node.next_node(nodes.title)
        caption = words(title) if title is not None and title.parent is node else ""
        number, self.name = re.fullmatch(r"(?:Table (\d+))?\s*(.*)", caption).groups()
        self.name = self.name.removesuffix(" parameters")
        self.body, self.places = body, []
        # Of two targets with one name docutils keeps neither as a name.
        self.anchors = [name.lower() for name in node["names"] + node["dupnames"]] + [f"table {number}"]
        header, *rows = ([entry for entry in row.children] for row in node.findall(nodes.row))
        self.header = [words(entry).lower() for entry in header]
        self.rows = [Row(self.header, cells) for cells in rows] if self.header[0] == "parameter" else []


def parse(text):
    return publish_doctree(text, settings_overrides={"report_level": 5, "docinfo_xform": False, "doctitle_xform": False})


def tables(document):
    section, status = "", ""
    for node in document.findall():
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            section, status = words(node).lower().split(" ")[0], ""
        elif isinstance(node, nodes.paragraph) and (found := re.fullmatch(r"Status code: *(\d{3})", words(node))):
            status = f" {found[1]}"
        elif isinstance(node, nodes.table):
            table = Table(node, {"request": "request body", "response": f"response{status}"}.get(section, section))
            if table.rows and section in ("uri", "request", "response"):
                yield table


def below(row, body):
    """The table that describes the type of a row: that of its link, or that of its name."""
    single = row.kind.strip("[]{}")
    if single in SCALARS.values() and single != "object":
        return None
    for link in row.link + ([] if any(table.name == single for table in body) else row.see):
        if found := [table for table in body if link in table.anchors]:
            return found[0]
    return next((table for table in body if single and table.name == single), None)


def place(table, at, body, above):
    if table in above:
        return
    table.places.append(at)
    for row in table.rows:
        if (child := below(row, body)) is not None:
            marks = "".join({"[": "[]", "{": "{}"}.get(mark, "") for mark in row.kind)
            place(child, f"{at}.{row.name}{marks}".removeprefix("."), body, above + [table])


def page(text):
    """The rows of each table by its places, in the order of the page."""
    path = re.search(r"^[A-Z]+ (/\S+)$", text, re.M)[1]
    found = list(tables(parse(text)))
    for table in found:
        caption = table.name.lower()
        siblings = [other for other in found if other.body == table.body]
        if table.body == "uri":
            stated = next((place for place in ("path", "query") if place in caption), None)
            for row in table.rows:
                side = stated or ("path" if f"{{{row.name}}}" in path else "query")
                yield side, [row]
        elif "header" in caption:
            yield "header", table.rows
        elif "body" in caption or table is next(other for other in siblings if "header" not in other.name.lower()):
            place(table, "", siblings, [])
    for table in found:
        if table.places:
            yield " ; ".join(f"{table.body} {at}".strip() for at in sorted(table.places)), table.rows
        elif table.body not in ("uri",) and "header" not in table.name.lower():
            yield f"{table.body} ?", table.rows


def main():
    folder = Path(sys.argv[1])
    for file in sorted(folder.rglob("*.rst")):
        print(f"# {file.stem}")
        last = None
        for places, rows in page(file.read_text()):
            if places != last:
                print(places)
            last = places
            for row in rows:
                print("  " + " | ".join([row.name, row.kind, row.mandatory] + row.values))


if __name__ == "__main__":
    main()
