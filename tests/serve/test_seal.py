"""A sealed text has one spelling."""

from __future__ import annotations

import string

import pytest
from itsdangerous import BadSignature

from svtrain.serve.seal import seal

LETTERS = string.ascii_letters + string.digits + "-_"


@pytest.mark.parametrize("number", range(20))
def test_no_other_last_letter_opens_it(number):
    one = seal(f"secret {number}".encode(), "trial")
    sealed = one.dumps([number])
    assert one.loads(sealed) == [number]
    for letter in LETTERS.replace(sealed[-1], ""):
        with pytest.raises(BadSignature):
            one.loads(sealed[:-1] + letter)


@pytest.mark.parametrize("broken", ["", ".", "a.b", "a.b.c", "\u00e9.\u00e9.\u00e9", "=" * 9, "a.b.=" ])
def test_a_broken_text_is_a_bad_signature(broken):
    with pytest.raises(BadSignature):
        seal(b"secret", "trial").loads(broken)


def test_a_seal_for_one_purpose_does_not_open_another():
    with pytest.raises(BadSignature):
        seal(b"secret", "person").loads(seal(b"secret", "room link").dumps("north"))
