"""Run sheets: which lesson when, for how long, what to look for before going on, and what to cut first when late.

A plan is made from the lessons' and exercises' own minutes (`assemble`), or by name (`named_plan`). Minutes that
were really taken are kept (`MinutesTaken`), so that the next plan is nearer to the truth.
"""

from svtrain.learn.plan.assemble import NAMES, assemble, named_plan
from svtrain.learn.plan.document import open_plan, plan_from, plan_in, read_plan, write_plan
from svtrain.learn.plan.minutes_taken import MinutesTaken
from svtrain.learn.plan.nouns import Block, Part, RunSheet, Session

__all__ = ["NAMES", "Block", "MinutesTaken", "Part", "RunSheet", "Session", "assemble", "named_plan", "open_plan", "plan_from", "plan_in", "read_plan", "write_plan"]
