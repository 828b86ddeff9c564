"""The notes' Markdown as HTML: paragraphs, lists, strong words and names of files; nothing else of it is read."""

from __future__ import annotations

import re

from markupsafe import Markup, escape


def prose(text: str) -> Markup:
    """Escaped first, so that a note cannot bring an element of its own.

    Examples
    --------
    >>> prose("Ask **why**.\\n\\n- One\\n  line\\n- Two <b>")
    Markup('<p>Ask <strong>why</strong>.</p><ul><li>One line</li><li>Two &lt;b&gt;</li></ul>')
    """
    made = []
    for block in re.split(r"\n\s*\n", text.strip()):
        items = re.split(r"^\s*[-*] +", block, flags=re.MULTILINE)
        if items[0].strip():
            made.append(Markup("<p>{}</p>").format(_inline(items[0])))
        if len(items) > 1:
            made.append(Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items[1:])))
    return Markup("").join(made)


def plain(text: str) -> str:
    """The same without any marks, a line for each point: for a slide's notes.

    Examples
    --------
    >>> plain("Ask **why**.\\n\\n- One\\n  line")
    'Ask why.\\n- One line'
    """
    lines = []
    for block in re.split(r"\n\s*\n", text.strip()):
        items = re.split(r"^\s*[-*] +", block, flags=re.MULTILINE)
        lines += [_joined(items[0])] if items[0].strip() else []
        lines += [f"- {_joined(item)}" for item in items[1:]]
    return "\n".join(re.sub(r"\*\*([^*]+)\*\*|`([^`]+)`", lambda found: found[1] or found[2], line) for line in lines)


def _joined(text: str) -> str:
    return " ".join(text.split())


def _inline(text: str) -> Markup:
    said = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", str(escape(_joined(text))))
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", said))
