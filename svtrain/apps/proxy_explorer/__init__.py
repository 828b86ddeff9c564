"""Question a proxy: its passport, a first judgement, its rivals, and the policy of a team."""
