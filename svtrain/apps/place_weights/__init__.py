"""One contract in two places: a team weighs each outcome for each place, and the ranking changes."""
