"""Ten ranges of nine tenths, marked together once all are committed."""
