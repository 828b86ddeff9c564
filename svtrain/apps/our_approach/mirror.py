"""What the seven teams of the Social Value Project 2020 meant to do, beside a team's own choice."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.data.teams_data import teams
from svtrain.ui.words import paragraph, table

ABOUT = "Seven teams, about 2020, in our words. Sizes and aims differ; so do the choices. None of them is the right one."


def teams_mirror() -> Markup:
    """What each team did in practice and what it took from the project, a row a team.

    Examples
    --------
    >>> "Barnsley" in teams_mirror()
    True
    """
    rows = [(f"{team.name} (page {team.page})", " ".join(team.about("practice")), " ".join(team.about("learning"))) for team in teams()]
    return paragraph(ABOUT) + table("What the seven teams did and learned", ["Team", "In practice", "What it learned"], rows)

