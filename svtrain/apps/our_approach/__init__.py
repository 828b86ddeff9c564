"""Our approach: a team's own page on social value, filled from what it did on the other pages."""
