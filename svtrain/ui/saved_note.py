"""The line that says when the work was saved, and answers whoever asks the page whether it is."""

from __future__ import annotations

from collections.abc import Callable

from svtrain.ui.words import Words


class SavedNote(Words):
    """Words that answer for the page: its ``<html>`` carries ``data-saved``.

    A script on the page asks with ``document.dispatchEvent(new Event("sv-is-saved"))``. The answer is ``asked`` until all
    that was done before has come to the kernel and no save is due any more; then ``yes``, or ``no`` where the last save failed.

    Parameters
    ----------
    due : callable
        Whether a save is still to come.

    Examples
    --------
    >>> waiting, told = [True], []
    >>> note = SavedNote(lambda: waiting[0])
    >>> note.send = told.append
    >>> note.asked()
    >>> told
    []
    >>> waiting[0] = False
    >>> note.over(True)
    >>> told
    [{'saved': 'yes'}]
    """

    script = "saved.js"

    def __init__(self, due: Callable[[], bool], **more):
        super().__init__(**more)
        self._due, self._well, self._asked = due, True, False
        self.on_msg(lambda _note, message, _buffers: self.asked() if message.get("did") == "ask" else None)

    def asked(self) -> None:
        """Answer now, or when the save that is due is over."""
        self._asked = True
        self._answer()

    def over(self, well: bool) -> None:
        """A save has ended, well or not."""
        self._well = well
        self._answer()

    def _answer(self) -> None:
        if self._asked and not self._due():
            self._asked = False
            self.send({"saved": "yes" if self._well else "no"})
