"""Many contracts on one page for stakeholders: committed, delivered and verified, as ranges. Nothing on it can be edited."""
