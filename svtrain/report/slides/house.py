"""Slides in the house's style, large enough for the back of a room; the same words give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from svtrain.data.documents import write_bytes
from svtrain.report.same_bytes import MADE, saved

WIDE, TALL, EDGE = Inches(13.333), Inches(7.5), Inches(0.75)
INK, QUIET, ACCENT, WARM, PANEL, PAPER = (RGBColor.from_string(code) for code in ("16202A", "4D5A66", "17584C", "8A4B12", "F2F5F4", "FFFFFF"))
TITLE_ONLY = 5  # the layout of the library's own template that has a title and nothing else
LONG_TITLE = 44  # letters above which a title is set smaller
SIZES = (36, 32, 28, 25)  # points, the largest that fits is taken


class Deck:
    """Slides one after another; each has a title that screen readers and the outline find.

    Examples
    --------
    >>> deck = Deck("Half a day")
    >>> slide = deck.slide("What would have happened anyway?", ["Alone and in silence."], kicker="10:15", notes="Wait.")
    >>> slide.shapes.title.text, slide.notes_slide.notes_text_frame.text, len(deck)
    ('What would have happened anyway?', 'Wait.', 1)
    """

    def __init__(self, title: str):
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = WIDE, TALL
        about = self._deck.core_properties
        about.title, about.author, about.last_modified_by, about.comments = title, "svtrain", "svtrain", ""
        about.created = about.modified = MADE
        about.revision = 1

    def __len__(self) -> int:
        return len(self._deck.slides)

    def cover(self, title: str, under: str = "", *, notes: str = "") -> Slide:
        """The first slide: white on the house's green."""
        slide = self._blank(title, Inches(2.3), Inches(2.2), 60, PAPER, notes)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = ACCENT
        if under:
            text_box(slide, [under], EDGE, Inches(4.7), WIDE - 2 * EDGE, Inches(1.6), size=30, colour=PAPER)
        return slide

    def slide(self, title: str, lines: Sequence[str] = (), *, kicker: str = "", foot: str = "", notes: str = "", warm: bool = False) -> Slide:
        """One slide.

        Parameters
        ----------
        lines
            Short sentences, set large.
        kicker
            A few words above the title, such as the time.
        foot
            One sentence in a panel at the foot.
        warm
            In the second colour: what is not work, such as a break.
        """
        slide = self._blank(title, Inches(0.95), Inches(1.5), 44 if len(title) <= LONG_TITLE else 36, INK, notes)
        colour = WARM if warm else ACCENT
        bar(slide, 0, 0, WIDE, Inches(0.22), colour)
        if kicker:
            text_box(slide, [kicker], EDGE, Inches(0.45), WIDE - 2 * EDGE, Inches(0.5), size=24, colour=colour, bold=True)
        if lines:
            tall = Inches(3.25 if foot else 4.6)
            text_box(slide, lines, EDGE, Inches(2.55), WIDE - 2 * EDGE, tall, size=_size(lines, tall))
        if foot:
            panel = bar(slide, EDGE, Inches(5.85), WIDE - 2 * EDGE, Inches(1.1), PANEL)
            fill_frame(panel.text_frame, [foot], size=28, colour=colour, bold=True)
        return slide

    def bytes(self) -> bytes:
        """The file; equal decks are equal to the last byte."""
        return saved(self._deck)

    def save(self, path: Path | str) -> None:
        """Write the file whole or not at all.

        Raises
        ------
        CannotDo
            When it cannot be written.
        """
        write_bytes(path, self.bytes())

    def _blank(self, title: str, top: Emu, tall: Emu, size: int, colour: RGBColor, notes: str) -> Slide:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = EDGE, top, WIDE - 2 * EDGE, tall
        fill_frame(place.text_frame, [title], size=size, colour=colour, bold=True)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        return slide


def _size(lines: Sequence[str], tall: Emu) -> int:
    """The largest size at which the lines fit; a letter is not quite half as wide as it is tall, on average."""
    def needed(size: int) -> float:
        in_a_row = (WIDE - 2 * EDGE) / Pt(size * 0.47)
        rows = sum(-(-max(1, len(line)) // in_a_row) for line in lines)
        return Pt(size) * (1.2 * rows + 0.45 * len(lines))

    return next((size for size in SIZES if needed(size) <= tall), SIZES[-1])


def bar(slide: Slide, left: Emu | int, top: Emu | int, wide: Emu | int, tall: Emu | int, colour: RGBColor):
    """A filled oblong without a border."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, wide, tall)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False
    for effect in shape._element.findall(f".//{{{shape._element.nsmap['a']}}}effectRef"):  # the theme's own shadow
        effect.set("idx", "0")
    return shape


def text_box(slide: Slide, lines: Sequence[str], left: Emu | int, top: Emu | int, wide: Emu | int, tall: Emu | int, *, size: int = 28,
             colour: RGBColor = INK, bold: bool = False):
    """Lines of text in a place of their own; ``size`` in points."""
    box = slide.shapes.add_textbox(left, top, wide, tall)
    fill_frame(box.text_frame, lines, size=size, colour=colour, bold=bold, top=True)
    return box


def fill_frame(frame, lines: Sequence[str], *, size: int, colour: RGBColor = INK, bold: bool = False, top: bool = False) -> None:
    """Put lines into a frame that a shape has."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP if top else MSO_ANCHOR.MIDDLE
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * 0.45)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Calibri"
        run.font.color.rgb = colour
