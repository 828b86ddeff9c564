"""Which rule on social value applies to a contract: applies, does not apply, or unknown and what is missing."""
