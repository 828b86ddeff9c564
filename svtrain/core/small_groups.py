"""Which groups are large enough to be shown: none under five, and none that could be worked out from the others."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 5  # people


def shown_groups(sizes: Mapping[str, int], smallest: int = SMALLEST) -> frozenset[str]:
    """The groups whose figures may be shown beside the figure of all.

    A group under ``smallest`` is hidden. Whoever knows the whole and the groups that are shown can take the one from
    the other, so what is left over must be nobody, or at least ``smallest`` people: else the smallest shown group is
    hidden too. People without a group (the name ``""``) are always part of what is left over.

    Parameters
    ----------
    sizes
        People in each group.
    smallest
        People that a group needs.

    Returns
    -------
    frozenset of str
        Names of the groups that may be shown; none when all together are too few.

    Examples
    --------
    >>> sorted(shown_groups({"North": 6, "South": 5}))
    ['North', 'South']
    >>> sorted(shown_groups({"North": 9, "South": 6, "West": 2}))
    ['North']
    >>> sorted(shown_groups({"North": 9, "West": 2}))
    []
    """
    if sum(sizes.values()) < smallest:
        return frozenset()
    large = sorted((people, name) for name, people in sizes.items() if people >= smallest and name)
    left_over = sum(sizes.values()) - sum(people for people, _ in large)
    if 0 < left_over < smallest:
        large = large[1:]
    return frozenset(name for _, name in large)
