"""Your team beside the seven of the source report, fact by fact: never one score."""
