"""Each message of a page reaches its kernel once, though the page says it again when its line has dropped."""

from __future__ import annotations

from collections import OrderedDict
from weakref import WeakKeyDictionary

KEPT = 256  # a page has far fewer messages on their way
LONGEST_NAME = 100  # a page's own are half as long


class Heard:
    """The names of the latest messages to one kernel.

    Examples
    --------
    >>> heard = Heard(kept=2)
    >>> [heard.again(name) for name in ("a", "b", "a", "c", "b")]
    [False, False, True, False, False]
    """

    def __init__(self, kept: int = KEPT):
        self._kept, self._names = kept, OrderedDict()

    def again(self, name: str) -> bool:
        """Whether a message of that name has been passed on already; from now on it has."""
        if name in self._names:
            self._names.move_to_end(name)
            return True
        if len(name) <= LONGEST_NAME:
            self._names[name] = True
            if len(self._names) > self._kept:
                self._names.popitem(last=False)
        return False


_of_kernels: WeakKeyDictionary[object, Heard] = WeakKeyDictionary()


def heard_by(kernel: object) -> Heard:
    """What a kernel has been told, over whichever of its page's lines; forgotten with the kernel's manager."""
    return _of_kernels.setdefault(kernel, Heard())
