"""One valuation at design, at tender and in delivery, each with only what can be known there."""
