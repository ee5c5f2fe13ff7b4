"""The language's limits (conditions.md, sections 2, 3, 5 and 6), named once."""

VERSION = 1
GROUP_DEPTH = 8
CONDITIONS = 100
SPAN_AMOUNTS = (1, 3650)
ANNIVERSARY_DAYS = (0, 365)
MONTHS = (1, 12)
STEPS = (2, 4)
TOP_COUNTS = (1, 10**18 - 1)
AUDIENCE_IDS = (1, 2**31 - 1)
DIGITS_BEFORE_POINT = 18
DECIMALS = 6
