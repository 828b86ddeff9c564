"""The approach as files to take along; each raises `CannotDo` while something typed cannot be read."""

from __future__ import annotations

from svtrain.apps.our_approach.state import OurApproach


def page_of(app: OurApproach) -> str:
    """The one-page profile, to read or print."""
    from svtrain.report.approach_page import approach_page

    return approach_page(app.finished())


def word_of(app: OurApproach) -> bytes:
    """The profile as a Word document."""
    from svtrain.report.word.approach import approach_word

    return approach_word(app.finished())


def statement_of(app: OurApproach) -> str:
    """The draft statement, to read or print."""
    from svtrain.report.approach_page import statement_page

    return statement_page(app.finished())


def statement_word_of(app: OurApproach) -> bytes:
    """The draft statement as a Word document."""
    from svtrain.report.word.approach import statement_word

    return statement_word(app.finished())
