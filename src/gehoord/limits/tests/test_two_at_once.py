"""Two deciders at the same instant: one decides, the other hears that it happened."""


def test_of_those_who_click_at_once_one_is_first(what_came_of):
    found = what_came_of("two_at_once")
    rounds, told = found["rounds"], found["told"]

    assert told["ended"] == {"Measure": rounds, "ConversationHasEnded": rounds}
    assert told["extended"] == {"Measure": rounds, "NotAllowed": rounds}
    assert told["proposed"] == {"Measure": rounds, "NotAllowed": rounds}
    # Two of the four: the others hear that the seat is taken, or that it is approved already.
    assert told["approved"].pop("Measure") == 2 * rounds
    assert set(told["approved"]) <= {"NotAllowed", "NotPossibleNow"}
    assert sum(told["approved"].values()) == 2 * rounds
    assert told["told"] == {"Measure": rounds, "NotPossibleNow": rounds}
    assert told["appealed"] == {"Appeal": 3 * rounds}
    assert told["taken"] == {"EndedWithoutGround": rounds, "CallBackIsTaken": rounds}
    assert told["decided"] == {"Appeal": rounds, "NotAllowed": rounds}
    assert found["counts"] == {
        "approvals": 2 * rounds,
        "appeals": rounds,
        "measures": 2 * rounds,
        # The notice, and what came of the appeal.
        "letters": 2 * rounds,
    }
