"""Pages open a few at a time, in the order in which they were asked for, and none holds up the others for long."""

from __future__ import annotations

import asyncio

from svtrain.serve.turns import Turns


def has_come(turn) -> bool:
    return turn._has_come.is_set()


def test_the_next_comes_when_one_ends_and_a_second_end_lets_nobody_else_in():
    async def day():
        turns = Turns(at_once=2)
        line = [turns.take() for _ in range(5)]
        assert [has_come(one) for one in line] == [True, True, False, False, False]
        line[1].end()
        line[1].end()
        assert [has_come(one) for one in line] == [True, True, True, False, False]
        await asyncio.wait_for(line[2].come(), 1)
        line[3].end()  # who leaves while waiting takes nobody's turn
        line[0].end()
        assert has_come(line[4]) and not has_come(line[3])
        for one in line:
            one.end()
        assert not turns._held and not turns._waiting

    asyncio.run(day())


def test_a_page_that_takes_long_holds_nobody_up():
    async def day():
        turns = Turns(at_once=1, longest=0.05)
        slow, other = turns.take(), turns.take()
        await asyncio.wait_for(other.come(), 5)
        slow.end()
        third = turns.take()
        assert not has_come(third), "the slow page's turn was given away once, not twice"
        other.end()
        assert has_come(third)
        third.end()

    asyncio.run(day())
