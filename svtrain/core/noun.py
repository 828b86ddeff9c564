"""What every noun of a value map has in common: no unknown keys, and text that is text however it was typed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


# Marks that nobody sees and that turn round whatever is printed after them, another person's words too.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def as_text(given: Any) -> Any:
    """A code or year written without quotes is still text; a key with nothing after it is a blank.

    Hidden marks that turn the direction of writing are left out; Arabic and Hebrew are written without them.

    Examples
    --------
    >>> as_text(2019), as_text(None), as_text("Care\u202e")
    ('2019', '', 'Care')
    """
    if given is None:
        return ""
    if isinstance(given, str):
        return given if given.isascii() else given.translate(TURNS)
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


Text = Annotated[str, BeforeValidator(as_text), Field(max_length=20_000)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]


class Noun(BaseModel):
    """Refuses keys that it does not know, and never changes once made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def as_dict(self) -> dict:
        """What a person would write: blanks and defaults are left out."""
        return self.model_dump(mode="json", exclude_defaults=True)
