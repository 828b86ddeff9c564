"""Estimate, talk, estimate again: each alone with a range and a reason, then the room's spread, then a second round."""
