"""Slides in the house style: a title, then text, a table or a chart; nothing a person typed can be more than text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from svtrain.core.typed_days import day_words
from svtrain.core.value_map import ValueMap

INK, QUIET, ACCENT, PANEL, WHITE = (RGBColor.from_string(one) for one in ("1B1F24", "505862", "1D6B4A", "EEF4F3", "FFFFFF"))
WIDTH, LEFT, ACROSS = 13.333, 0.6, 12.13  # inches
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST, CELL = 260, 420  # letters of a line and of a cell; a slide cannot bear more


def clean(text: str, longest: int = LONGEST) -> str:
    """Text that a slide can hold: no control characters, and cut where it would run off.

    Examples
    --------
    >>> clean("a\\x00b"), clean("abcdef", 4)
    ('a b', 'abc…')
    """
    text = " ".join(_NOT_XML.sub(" ", text).split())
    return text if len(text) <= longest else f"{text[:longest - 1]}…"


class Deck:
    """A deck being made."""

    def __init__(self, title: str):
        self.show, self.title = Presentation(), clean(title, 120)
        self.show.slide_width, self.show.slide_height = Inches(WIDTH), Inches(7.5)
        self.show.core_properties.title, self.show.core_properties.author = self.title, "svtrain"

    def slide(self, title: str):
        """A slide with its title and a rule under it."""
        found = self.show.slides.add_slide(self.show.slide_layouts[5])
        head = found.shapes.title
        head.left, head.top, head.width, head.height = Inches(LEFT), Inches(0.35), Inches(ACROSS), Inches(0.9)
        _say(head.text_frame, clean(title, 120), 28, bold=True)
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        rule = found.shapes.add_shape(1, Inches(LEFT), Inches(1.28), Inches(ACROSS), Inches(0.05))
        rule.fill.solid()
        rule.fill.fore_color.rgb = ACCENT
        rule.line.fill.background()
        rule.name = "Rule"
        self._foot(found)
        return found

    def _foot(self, slide) -> None:
        foot = slide.shapes.add_textbox(Inches(LEFT), Inches(7.02), Inches(ACROSS), Inches(0.35))
        _say(foot.text_frame, f"{self.title} · {len(self.show.slides)}", 11, colour=QUIET)

    def front(self, lines: Sequence[tuple[str, bool]], value_map: ValueMap) -> None:
        """The first slide: which contract, and its headline; a line may be large."""
        slide = self.slide(self.title)
        about = slide.shapes.add_textbox(Inches(LEFT), Inches(1.45), Inches(ACROSS), Inches(0.5))
        _say(about.text_frame, _about(value_map), 16, colour=QUIET)
        panel = slide.shapes.add_textbox(Inches(LEFT), Inches(2.2), Inches(ACROSS), Inches(4.3))
        panel.fill.solid()
        panel.fill.fore_color.rgb = PANEL
        panel.text_frame.margin_left = panel.text_frame.margin_top = Inches(0.3)
        for number, (line, large) in enumerate(lines):
            _say(panel.text_frame, clean(line), 36 if large else 20, bold=large, first=not number)

    def lines(self, title: str, lines: Sequence[str]) -> None:
        """A slide of sentences."""
        frame = self.slide(title).shapes.add_textbox(Inches(LEFT), Inches(1.5), Inches(ACROSS), Inches(5.3)).text_frame
        for number, line in enumerate(lines):
            _say(frame, clean(line), 16, first=not number)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """A slide with a table; ``shares`` says how wide each column is."""
        shape = self.slide(title).shapes.add_table(len(rows) + 1, len(columns), Inches(LEFT), Inches(1.5), Inches(ACROSS), Inches(0.45 * (len(rows) + 1)))
        for number, part in enumerate(shares):
            shape.table.columns[number].width = Inches(ACROSS * part)
        for down, row in enumerate((columns, *rows)):
            for across, text in enumerate(row):
                cell = shape.table.cell(down, across)
                cell.fill.solid()
                cell.fill.fore_color.rgb = ACCENT if not down else PANEL if down % 2 else WHITE
                _say(cell.text_frame, clean(text, CELL), 13, bold=not down, colour=WHITE if not down else INK)

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.show.save(out)
        return out.getvalue()


def _about(value_map: ValueMap) -> str:
    one = value_map.contract
    if one is None:
        return ""
    days = f"{day_words(one.start)} to {day_words(one.end)}" if one.start and one.end else ""
    return clean(", ".join(filter(None, (one.reference, one.buyer, one.supplier, one.place, days))), 200)


def _say(frame, text: str, size: float, *, bold: bool = False, colour: RGBColor = INK, first: bool = True) -> None:
    """A paragraph of plain text; the first one takes the frame's own."""
    frame.word_wrap = True
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    paragraph.alignment = 1  # left
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    paragraph.space_after = Pt(6)
