"""Question every assumption of a value map: a reason first, then a range, and at once what it does to the result."""
