"""Writes pages anew without their prose, for the repository: `python3 reduce.py FOLDER PAGE...`.

Headings, tables, links, lists, values, examples and the phrases that announce facts stay; other words do not.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from oracle import parse, words

KEPT = (
    r"(?:the )?default value(?: is)?|(?:the )?values? (?:can be|is fixed at|ranges from)"
    r"|the (?:options|values|enums|enumerated values)(?: are| include)?(?: as follows)?|options(?: are| for)?|enums|values?"
    r"|default|including|as follows|or|and|to|table \d+|\d[\d.,]*|tags: \w+|None|Status code: \d+"
    r"|(?:GET|POST|PUT|PATCH|DELETE) /.*|application/.*|^[\w./-]+(?=: )"
)
WORD = re.compile(rf"(?P<kept>(?<!\w)(?:{KEPT})(?!\w))|\w[\w']*", re.I)


def without_prose(text):
    kept = WORD.sub(lambda found: found[0] if found["kept"] else "words", text)
    return re.sub(r"\bwords(?:[^\w.,:;()\[\]]+words)+", "words", kept)


def short(anchor):
    return re.sub(r"^en-us_topic_\d+__", "", anchor)


def escape(text):
    return re.sub(r"_(?!\w)|(?<!\w)_|[*`|\\]", r"\\\g<0>", text)


def inline(node, is_fact):
    """The markup of a paragraph or cell, whole where it is a fact."""
    out = ""
    for child in node.children:
        text = " ".join(("|" + child.astext() + "|").split()).strip("|")
        if isinstance(child, nodes.strong) and (is_fact or " " not in text):
            text = f"**{escape(text)}**"
        elif isinstance(child, nodes.reference) and (is_fact or text.startswith("Table ")):
            text = f":ref:`{text} <{short(child['target'])}>`"
        elif isinstance(child, nodes.strong) and re.match("Status code", text):
            text = f"**{text}**"
        else:
            text = escape(text if is_fact else without_prose(text))
        is_begin = text.startswith(("*", ":ref")) and not out.endswith(tuple(" -:/'\"<([{"))
        is_glued = out and text and (is_begin or out.endswith(("*", "`")) and text[0].isalnum())
        out += "\\ " * bool(is_glued) + text
    return out


def lines(cell, is_fact):
    out = []
    for part in cell.children:
        items = [("-  ", item) for item in part.children] if isinstance(part, nodes.bullet_list) else [("", part)]
        for bullet, item in items:
            for paragraph in item.children if bullet else [item]:
                out += [bullet + inline(paragraph, is_fact), ""]
                bullet = "   "
    return out[:-1] or [""]


def table(node):
    title = node.next_node(nodes.title)
    out = [f".. _{short(name)}:\n" for name in node["names"] + node["dupnames"]]
    if title is not None and title.parent is node:
        out.append(f".. table:: {inline(title, True)}\n")
    rows = [[lines(cell, index < len(row) - 1) for index, cell in enumerate(row.children)] for row in node.findall(nodes.row)]
    rows[0] = [lines(cell, True) for cell in node.next_node(nodes.row).children]
    widths = [max(len(line) for row in rows for line in row[column]) for column in range(len(rows[0]))]
    if not out:
        rule = " ".join("=" * width for width in widths)
        written = [" ".join(cell[0].ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
        return "\n".join([rule, written[0], rule, *written[1:], rule])
    rules = ["   +" + "+".join(mark * (width + 2) for width in widths) + "+" for mark in "-="]
    out.append(rules[0])
    for number, row in enumerate(rows):
        for at in range(max(map(len, row))):
            cells = [(cell[at] if at < len(cell) else "").ljust(width) for cell, width in zip(row, widths)]
            out.append("   | " + " | ".join(cells) + " |")
        out.append(rules[number == 0])
    return "\n".join(out)


def blocks(node):
    for child in node.children:
        if isinstance(child, nodes.title):
            heading = words(child) if isinstance(node.parent, nodes.section) else "Words"
            yield heading + "\n" + ("-" if isinstance(node.parent, nodes.section) else "=") * len(heading)
        elif isinstance(child, nodes.table):
            yield table(child)
        elif isinstance(child, nodes.literal_block):
            yield ".. code-block::\n\n" + "\n".join(f"   {line}".rstrip() for line in child.astext().split("\n"))
        elif isinstance(child, nodes.paragraph):
            yield inline(child, False)
        elif not isinstance(child, (nodes.target, nodes.field_list)):
            yield from blocks(child)


def main():
    for page in map(Path, sys.argv[2:]):
        text = page.read_text()
        head = re.match(r":original_name: \S+", text)[0]
        (Path(sys.argv[1]) / page.name).write_text("\n\n".join([head, *blocks(parse(text))]) + "\n")


if __name__ == "__main__":
    main()
