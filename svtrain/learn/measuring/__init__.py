"""Did the training change anything? Statements before and after, reaction, calibration, reasons, commitments and what became of them.

Everything here works on the pseudonymous export of a room (``svtrain room export``), never on who people are, and shows
no figure of fewer than five people.
"""

from svtrain.learn.measuring.answers import RoomAnswers, read_room
from svtrain.learn.measuring.cohorts import Trend, compare
from svtrain.learn.measuring.followup import FollowUp, questions_csv, read_followup
from svtrain.learn.measuring.kirkpatrick import Level, TrainingReport, training_report
from svtrain.learn.measuring.measures import Measures, measures
from svtrain.learn.measuring.reasons import read_reasons, reasons_csv

__all__ = ["FollowUp", "Level", "Measures", "RoomAnswers", "TrainingReport", "Trend", "compare", "measures", "questions_csv", "read_followup", "read_reasons",
           "read_room", "reasons_csv", "training_report"]
