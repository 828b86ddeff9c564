"""Several names in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


def listed(names: Iterable[str], *, quoted: bool = False, between: str = ", ", last: str = " and ", most: int | None = None, first: int | None = None) -> str:
    """Names as a sentence lists them.

    Parameters
    ----------
    names : iterable of str
        In the order in which they are said.
    quoted : bool
        Whether each stands in quotation marks.
    between, last : str
        What stands between two names, and before the last one.
    most, first : int, optional
        Of more than ``most`` names only the ``first`` are said, and how many more there are.

    Examples
    --------
    >>> listed(["C1", "C2", "C3"]), listed(["C1"]), listed([])
    ('C1, C2 and C3', 'C1', '')
    >>> listed("ABCDEFG", most=5, first=4)
    'A, B, C, D and 3 more'
    >>> listed(["care leaver", "out of work"], quoted=True)
    "'care leaver' and 'out of work'"
    """
    found = [f"'{name}'" for name in names] if quoted else list(names)
    if most is not None and len(found) > most:
        said = found[:first if first is not None else most]
        return f"{between.join(said)} and {len(found) - len(said)} more"
    return last.join(filter(None, (between.join(found[:-1]), *found[-1:])))
