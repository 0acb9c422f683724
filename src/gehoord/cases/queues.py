"""The names by which work on the rows of a case is nudged."""

DELIVER = "deliver-replies"
PROPOSE = "make-proposals"
