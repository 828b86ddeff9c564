"""Every sentence that people read: at most 25 words, no term without a meaning in the glossary, no stiff words."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from svtrain.core.terms import TERMS

ROOT = Path(__file__).resolve().parents[1]
MOST_WORDS = 25

# Short forms that readers know, names of files and programs, and names of bodies and places.
KNOWN = set("""
UK EU GBP USD EUR CSV JSON YAML PDF HTML ZIP URL ID OK MB GB KB UTF BOM API CIC CIO CVS NHS DWP GMCA HM ONS OGL CC BY MIT XLSX XLS UTC GMT
SVTRAIN_WORK SVTRAIN_PERSON LWTC AND NOT II III IV TV SQL CI ISO GP VAT UWE MAP FILE ROOM HACT XML A B C D E F
""".split())
STIFF = {
    "utilise": "use", "utilize": "use", "leverage": "use", "in order to": "to", "prior to": "before", "commence": "start", "facilitate": "help",
    "methodology": "method", "in the event that": "if", "with regard to": "about", "pertaining to": "about", "endeavour": "try",
    "aforementioned": "this", "herein": "here", "thereof": "of it", "ascertain": "find out", "in respect of": "about",
}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z£0-9\"'(\[])")
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|vs|No|Dr|Mr|Ms|St|approx)\.")


def sentences(text: str) -> list[str]:
    """Split into sentences; a line break between blocks ends one too."""
    text = ABBREVIATION.sub(lambda found: found.group(0)[:-1], text)
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*#|>]|\d+\.))", text)
    return [" ".join(one.split()) for block in blocks for one in SENTENCE_END.split(block) if one.strip()]


def words(sentence: str) -> int:
    return len(re.findall(r"[A-Za-z0-9£%][\w£%.,'’/-]*", sentence))


def python_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The sentences in a module's code."""
    yield from source_texts(path.read_text(encoding="utf-8"))


def source_texts(source: str) -> Iterator[tuple[str, str]]:
    """The sentences in code: text that is neither a docstring nor a name, pattern or file format."""
    tree = ast.parse(source)
    docs, inner = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(id(first.value))
        if isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in docs or id(node) in inner:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if is_prose(text):
            yield f"line {node.lineno}", re.sub(r"<[^>]+>", " ", text)


def is_prose(text: str) -> bool:
    """A sentence for people: several words and an end, and no code."""
    return len(text.split()) >= 4 and not text.startswith("=") and bool(re.search(r"[a-z][.?!:]\W*$|[a-z][.?!] [A-Z]", text.strip())) and not re.search(r"[{}=]\s|;\s*(\n|$)|=>|\bdef \b|\bfrom svtrain\b|--sv-|\{\{|&&", text)


def yaml_texts(path: Path) -> Iterator[tuple[str, str]]:
    def walk(value, where):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, f"{where}.{key}".strip("."))
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from walk(inner, f"{where}.{i}")
        elif isinstance(value, str) and " " in value:
            yield where, value

    yield from walk(yaml.safe_load(path.read_text(encoding="utf-8")), "")


def markdown_text(text: str) -> str:
    text = re.sub(r"```.*?```|<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"`[^`]*`", "code", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*\|.*$", "", text, flags=re.M)
    text = re.sub(r"https?://\S+", "address", text)
    return re.sub(r"[*_#>]+", "", re.sub(r"<[^>]+>", " ", text))


def notebook_texts(path: Path) -> Iterator[tuple[str, str]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    about = book["metadata"].get("svtrain", {})
    yield from ((f"about.{key}", value) for key, value in about.items() if isinstance(value, str) and " " in value)
    for i, cell in enumerate(book["cells"]):
        if cell["cell_type"] == "markdown":
            yield f"cell {i}", markdown_text("".join(cell["source"]))
        else:
            yield from ((f"cell {i}, {where}", text) for where, text in source_texts("".join(cell["source"])))


def page_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The words of a page template, or the sentences that a script says."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        for found in re.finditer(r"\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", text):
            said = re.sub(r"\$\{[^}]*\}", "x", found.group(1) or found.group(2) or "")
            if is_prose(said):
                yield f"line {text[: found.start()].count(chr(10)) + 1}", said
        return
    text = re.sub(r"<(script|style)\b.*?</\1>|\{#.*?#\}|<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}", "x", re.sub(r"\{%.*?%\}", " ", text, flags=re.S), flags=re.S)
    for block in re.split(r"</?(?:p|h\d|li|div|section|main|header|footer|nav|ul|ol|dl|dt|dd|td|th|tr|button|a|title|body|html)\b[^>]*>", text):
        said = re.sub(r"<[^>]+>", " ", block)
        if len(said.split()) >= 4:
            yield "page", said


READERS = {".py": python_texts, ".yaml": yaml_texts, ".ipynb": notebook_texts, ".html": page_texts, ".j2": page_texts, ".js": page_texts}
PLACES = ("svtrain", "exercises", "notebooks")
FILES = sorted(
    path for place in PLACES for path in (ROOT / place).rglob("*")
    if path.suffix in READERS and not {"content", "__pycache__", ".ipynb_checkpoints"} & set(path.parts)
)
GUIDES = sorted((ROOT / "exercises").rglob("*.md"))


def texts(path: Path) -> list[tuple[str, str]]:
    if path.suffix == ".md":
        return [("text", markdown_text(path.read_text(encoding="utf-8")))]
    return list(READERS[path.suffix](path))


def faults(path: Path) -> list[str]:
    found = []
    for where, text in texts(path):
        for sentence in sentences(text):
            if words(sentence) > MOST_WORDS:
                found.append(f"{where}: {words(sentence)} words: {sentence}")
            for short in re.findall(r"\b[A-Z][A-Z]+s?\b", sentence):
                if not defined(short):
                    found.append(f"{where}: {short} has no meaning in core/terms.py: {sentence}")
            lower = sentence.lower()
            found += [f"{where}: say '{plain}', not '{stiff}': {sentence}" for stiff, plain in STIFF.items() if re.search(rf"\b{stiff}\b", lower)]
    return found


DEFINED = {spelling for term in TERMS.values() for spelling in (term.word, *term.also)}


def defined(short: str) -> bool:
    return bool({short, short.rstrip("s")} & (KNOWN | DEFINED))


@pytest.mark.parametrize("path", FILES + GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sentences_are_plain(path):
    found = faults(path)
    assert not found, "\n" + "\n".join(found)


def test_the_reader_sees_what_it_should(tmp_path):
    module = tmp_path / "one.py"
    long = " ".join(["word"] * 26).capitalize()
    module.write_text(
        f'"""{long}."""\nx = "{long}."\ny = f"The QALY of {{x}} is not known here."\nz = "Please utilise the other page."\nw = "Short; {long.lower()}."\npattern = "[A-Z]+ {long}"\n'
    )
    first, second, third, fourth = faults(module)
    assert first.startswith("line 2: 26 words") and "QALY" in second and "say 'use'" in third and fourth.startswith("line 5: 27 words")


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.id)
def test_a_meaning_is_plain_and_explains(term):
    assert 1 <= len(sentences(term.meaning)) <= 3
    assert term.meaning.endswith(".")
    assert all(words(one) <= MOST_WORDS for one in sentences(term.meaning))
    assert not re.match(rf"(the |a |an )?{re.escape(term.word)}\b", term.meaning, re.I), "a meaning may not begin with its own word"
    for short in re.findall(r"\b[A-Z][A-Z]+s?\b", term.meaning):
        assert defined(short), f"{short} is explained nowhere"


def test_words_are_not_given_twice():
    spellings = [spelling.lower() for term in TERMS.values() for spelling in (term.word, *term.also)]
    assert sorted(set(spellings)) == sorted(spellings)


FIELD_WORDS = (
    "deadweight displacement attribution leakage drop_off duration discount_rate present_value sroi_ratio proxy price_year perspective pert "
    "switching_value net_present_value gross_value first_year_value quantity unit outcome output stakeholder counterfactual value_map commitment delivery"
).split()


@pytest.mark.parametrize("id", FIELD_WORDS)
def test_the_words_of_the_field_are_there(id):
    assert TERMS[id].label
