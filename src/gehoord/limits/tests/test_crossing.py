"""What two people do in one instant ends as if one of them had been first; nobody is lost between."""

ENDS = {
    "approve and refuse": {
        "Measure + Measure + then refused",
        "Measure + NotPossibleNow + then refused",
    },
    "tell and refuse": {
        "Measure + NotPossibleNow + then refused",
        "Measure + NotPossibleNow + then active",
    },
    "lift and review": {
        "Measure + Measure + then lifted",
        "Measure + NotPossibleNow + then lifted",
    },
    "extend and open": {
        "Measure + Measure + then lifted",
        "Measure + NotPossibleNow + then lifted",
    },
    "uphold, lift and assign": {
        # Given to another just before: then the first one decides no more.
        "Appeal + Measure + NotAllowed",
        "Appeal + NotAllowed + NotPossibleNow",
    },
    "outcome and state agree": {"True"},
    "ask twice": {"HelpRequest + HelpRequest + then 1"},
    "two take it": {"HelpIsTaken + HelpRequest"},
    "join and call off": {
        "HelpRequest + HelpRequest + then over",
        "HelpHasEnded + HelpRequest + then over",
    },
    "writes at once": {"Message + Message + Message + Message"},
    "writes while it is let through": {"Message + int"},
    "writes while it is lifted": {"Measure + Message + Message + Message + Message"},
    "merge twice": {"Merge + NotMerged + then 2"},
    "merge, write and propose": {
        "Measure + Merge + Message + then 3 addresses, 3 cases",
        # Proposed from a page on which he still was another: look again.
        "Merge + Message + NotAllowed + then 3 addresses, 3 cases",
    },
    "kept when it was lifted": {"is seen"},
}


def test_what_crosses_ends_as_if_one_was_first(what_came_of):
    found = what_came_of("crossing")

    assert set(found["told"]) == set(ENDS)
    for story, ends in found["told"].items():
        assert set(ends) <= ENDS[story], story
        assert sum(ends.values()) == found["rounds"]
    # One explanation to one customer, however many messages came at once.
    assert found["counts"] == {"explained": [1], "kept for what is over": 0}
