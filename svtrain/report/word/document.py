"""Word documents in the house's style: A4, calm, with real headings and tables; the same words give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from svtrain.data.documents import write_bytes
from svtrain.report.same_bytes import MADE, saved

INK, QUIET, ACCENT, WARM = (RGBColor.from_string(code) for code in ("16202A", "4D5A66", "17584C", "8A4B12"))
PANEL, GAP, LINE = "F2F5F4", "FDF3E4", "C9CED6"  # fills and lines, as Word writes them
FONT, LANGUAGE = "Calibri", "en-GB"
EDGE, ACROSS = Cm(2), Cm(17)  # A4 is 21 cm wide
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Paper:
    """A document from top to bottom: what is added comes after what is there.

    Parameters
    ----------
    title
        The file's own title, which a screen reader says first.
    mark
        A word that stands on every page, such as ``DRAFT``.
    foot
        A sentence at the foot of every page, before the page's number.

    Examples
    --------
    >>> paper = Paper("Grounds maintenance")
    >>> paper.title("Grounds maintenance", under="Our council")
    >>> paper.heading("What we ask")
    >>> paper.table(["Outcome", "Evidence"], [["Six people in work", "Payroll"]])
    >>> paper.bytes()[:2]
    b'PK'
    """

    def __init__(self, title: str, *, mark: str = "", foot: str = ""):
        self._doc = Document()
        about = self._doc.core_properties
        about.title, about.author, about.last_modified_by, about.comments, about.language = clean(title)[:255], "svtrain", "svtrain", "", LANGUAGE
        about.created = about.modified = MADE
        about.revision = 1
        _set_styles(self._doc)
        page = self._doc.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = EDGE
        page.top_margin, page.bottom_margin = Cm(1.6), Cm(1.5)
        page.header_distance = page.footer_distance = Cm(0.8)
        if mark:
            _said(page.header.paragraphs[0], mark, size=11, colour=WARM, bold=True)
        _foot(page.footer.paragraphs[0], foot)

    def title(self, text: str, *, under: str = "", over: str = "") -> None:
        """The title, with a few words over it and a line under it."""
        if over:
            _said(self._doc.add_paragraph(), over, size=10, colour=ACCENT, bold=True, after=0)
        self._doc.add_paragraph(clean(text), style="Title")
        if under:
            _said(self._doc.add_paragraph(), under, size=11, colour=QUIET, after=6)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, level 1 to 3."""
        self._doc.add_paragraph(clean(text), style=f"Heading {level}")

    def paragraph(self, text: str, *, bold_start: str = "") -> None:
        """A paragraph; each line of a longer text is one of its own. ``bold_start`` is said before it, in bold."""
        for number, line in enumerate(clean(text).splitlines() or [""]):
            paragraph = self._doc.add_paragraph()
            if bold_start and not number:
                paragraph.add_run(f"{clean(bold_start)} ").bold = True
            paragraph.add_run(line)

    def note(self, text: str) -> None:
        """A small, quiet line: where something comes from. It stands on the page of what it is about, never alone on the next."""
        if self._doc.paragraphs:
            self._doc.paragraphs[-1].paragraph_format.keep_with_next = True
        _said(self._doc.add_paragraph(), text, size=8.5, colour=QUIET, after=4)

    def bullets(self, lines: Sequence[str]) -> None:
        """A list."""
        for line in lines:
            self._doc.add_paragraph(clean(line), style="List Bullet")

    def gap(self, text: str) -> None:
        """What is still open, so that nobody overlooks it."""
        paragraph = self._doc.add_paragraph()
        _fill(paragraph._p.get_or_add_pPr(), GAP)
        _said(paragraph, text, size=10.5, colour=WARM, bold=True)

    def panel(self, lines: Sequence[str]) -> None:
        """A few lines on a quiet ground."""
        for line in lines:
            paragraph = self._doc.add_paragraph(clean(line))
            _fill(paragraph._p.get_or_add_pPr(), PANEL)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]], *, widths: Sequence[float] = (), caption: str = "") -> None:
        """A table whose heading row comes again on each page; ``widths`` are shares of the page's width."""
        if caption:
            _said(self._doc.add_paragraph(), caption, size=9, colour=QUIET, after=2)
        table = self._doc.add_table(rows=1, cols=len(columns))
        _table_lines(table)
        shares = [one / sum(widths) for one in widths] if widths else [1 / len(columns)] * len(columns)
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            _write(cell, name, colour=ACCENT, bold=True)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _write(cell, text)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(ACROSS * share)
        for row in table.rows:
            _whole(row)
            for cell, share in zip(row.cells, shares, strict=True):
                cell.width = int(ACROSS * share)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _said(self._doc.add_paragraph(), "", size=4, after=0)  # two tables that touch would become one

    def bytes(self) -> bytes:
        """The file; equal documents are equal to the last byte."""
        return saved(self._doc)

    def save(self, path: Path | str) -> None:
        """Write the file whole or not at all.

        Raises
        ------
        CannotDo
            When it cannot be written.
        """
        write_bytes(path, self.bytes())


def clean(text: object) -> str:
    """Text without the characters that a Word file cannot hold.

    Examples
    --------
    >>> clean("a\\x00b"), clean(3)
    ('ab', '3')
    """
    return _UNPRINTABLE.sub("", str(text))


def _said(paragraph: Paragraph, text: str, *, size: float, colour: RGBColor = INK, bold: bool = False, after: float | None = None) -> None:
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _set_styles(doc) -> None:
    for name, size, colour, before, after in (("Normal", 10.5, INK, 0, 3), ("Title", 22, INK, 0, 2), ("Heading 1", 13, ACCENT, 8, 2),
                                              ("Heading 2", 11, INK, 6, 1), ("Heading 3", 10.5, QUIET, 4, 1), ("List Bullet", 10.5, INK, 0, 2),
                                              ("Footer", 8.5, QUIET, 0, 0)):
        style = doc.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
        style.font.bold = name.startswith("Heading") or name == "Title"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # the template's theme would win over our font
            fonts.attrib.pop(qn(f"w:{side}"), None)
        for side in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(side), FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing, style.paragraph_format.widow_control = 1.05, True
    under = doc.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if under is not None:
        doc.styles["Title"].element.pPr.remove(under)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    doc.styles["Normal"].element.get_or_add_rPr().append(language)


def _foot(paragraph: Paragraph, text: str) -> None:
    _said(paragraph, f"{text}  |  Page " if text else "Page ", size=8.5, colour=QUIET)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _fill(properties, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, said in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), said)
    properties.append(shade)


def _write(cell: _Cell, text: object, *, colour: RGBColor = INK, bold: bool = False) -> None:
    lines = clean(text).splitlines() or [""]
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _said(paragraph, line, size=9.5, colour=colour, bold=bold, after=2)


def _whole(row) -> None:
    """A row is not broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _table_lines(table: Table) -> None:
    """A thin line under each row, and nothing else."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, said in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), said)
        borders.append(line)
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)  # Word wants them in this order
