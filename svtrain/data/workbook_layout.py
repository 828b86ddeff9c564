"""What the workbook of a value map holds and where: one layout for the writer and the reader.

Every table has a hidden row of keys above its headings, and every list of settings a hidden column of keys, so columns and
rows may be moved or added without losing their meaning.
"""

from __future__ import annotations

FORMAT = "value-map-workbook/1"
KEY_ROW_MARK = "key:"  # the first cell of a hidden row of keys starts so

ABOUT, INPUTS, OUTCOMES, REASONS = "About", "Inputs", "Outcomes", "Reasons"
UNPRICED = "Unpriced"
RESULT, YEARS, CONVENTIONS, PRICES, SOURCES, LINT = "Result", "Years", "Conventions", "Prices", "Sources", "Lint"

CONTRACT = ("reference", "title", "buyer", "supplier", "value", "start", "end", "cpv", "place")
CONVENTION_KEYS = ("mode", "timing", "schedule", "discount_rate", "part_year", "discount_inputs", "price_index")
SPREAD = ("low", "high", "distribution", "shared", "grade", "reason", "evidence")

# key, heading, width in characters
INPUT_COLUMNS = (
    ("name", "What is put in", 34), ("value", "Value", 14), ("year", "Year", 7), ("low", "Low", 12), ("high", "High", 12),
    ("distribution", "Distribution", 12), ("shared", "Shared judgement", 16), ("grade", "Grade", 9), ("reason", "Reason", 36),
    ("evidence", "Evidence", 30), ("notes", "Notes", 30), ("=factor", "Discount factor", 12), ("=counted", "Counted value", 15),
)
OUTCOME_COLUMNS = (
    ("id", "Id", 12), ("stakeholder", "Who changes", 22), ("outcome", "What changes", 30), ("quantity", "How many", 12),
    ("unit", "Unit", 14), ("proxy.id", "Proxy", 20), ("proxy.value", "Proxy value", 13), ("proxy.unit", "Per", 20),
    ("proxy.price_year", "Price year", 10), ("=price_factor", "Price factor", 10), ("deadweight", "Deadweight", 11),
    ("displacement", "Displacement", 12), ("attribution", "Due to others", 11), ("leakage", "Leakage", 10),
    ("drop_off", "Drop-off a year", 10), ("duration_years", "Lasts years", 9), ("starts_year", "Starts in year", 8),
    ("drop_off_from_year", "Drop-off from year", 9), ("=gross", "Gross value", 15), ("=first_year", "First year", 15),
    ("=all_years", "All years", 15), ("=present_value", "Present value", 16), ("=years_counted", "Years counted", 9),
    ("kind", "Kind", 10), ("perspective", "Perspective", 13), ("place", "Place", 13),
    ("comparison_group", "Comparison group", 12), ("includes", "Includes", 14), ("notes", "Notes", 40),
)
REASON_COLUMNS = (
    ("id", "Outcome", 14), ("field", "Number", 18), ("likely", "Likely", 12), ("low", "Low", 12), ("high", "High", 12),
    ("distribution", "Distribution", 13), ("shared", "Shared judgement", 18), ("grade", "Grade", 9), ("reason", "Reason", 60),
    ("evidence", "Evidence", 50),
)
UNPRICED_COLUMNS = (
    ("id", "Id", 14), ("stakeholder", "Who changes", 22), ("outcome", "What changes", 34), ("quantity", "How it stands", 12),
    ("unit", "Unit", 22), ("red_line.at_least", "Red line: at least", 12), ("red_line.at_most", "Red line: at most", 12),
    ("weight", "Weight of 100", 10), ("=state", "Red line", 11), ("reason", "Why it has no price", 50), ("low", "Low", 10), ("high", "High", 10),
    ("distribution", "Distribution", 12), ("shared", "Shared judgement", 16), ("grade", "Grade", 9), ("quantity.reason", "Why this number", 40),
    ("evidence", "Evidence", 34), ("notes", "Notes", 34),
)
# What of a written proxy is kept on the sheet of sources; value, unit and price year stand with the outcome.
PROXY_TEXTS = ("source", "perspective", "currency", "outcome", "geography", "beneficiary", "value_basis", "url", "licence",
               "last_checked", "caveat", "price_year_note")
SOURCE_COLUMNS = (
    ("outcome_id", "Outcome", 14), ("id", "Proxy", 22), ("written_as", "Written as", 11), ("given", "Said in the map", 18),
    ("bank_value", "Value in the bank", 13), ("bank_unit", "Unit in the bank", 14), ("bank_price_year", "Price year in the bank", 12),
    ("source", "Source", 50), ("=locator", "Where in it", 28), ("perspective", "Perspective", 14), ("currency", "Currency", 9), ("outcome", "Outcome of the proxy", 34),
    ("geography", "Place", 14), ("beneficiary", "Whose gain", 16), ("value_basis", "How it was valued", 18), ("url", "Address", 36),
    ("licence", "Licence", 16), ("last_checked", "Last checked", 12), ("caveat", "Caveat", 50), ("price_year_note", "On its price year", 24),
)
