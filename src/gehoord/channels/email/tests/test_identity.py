"""One address is kept in one way, however it is written, and two stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.senders import is_ours, own_addresses
from gehoord.channels.email.sending.addresses import people_in
from tests.factories import make_team

SAME = {
    " Jan@Klant.Example ": "jan@klant.example",
    '"jan"@klant.example': "jan@klant.example",
    r'"ja\n"@klant.example': "jan@klant.example",
    "jan@klant.example.": "jan@klant.example",
    "jan@Müller.example": "jan@xn--mller-kva.example",
    "jan@mu\u0308ller.example": "jan@xn--mller-kva.example",
    "jan@XN--MLLER-KVA.example": "jan@xn--mller-kva.example",
    "jan@klant\u3002example": "jan@klant.example",
    "ren\u0065\u0301@klant.example": "ren\u00e9@klant.example",
}
OTHERS = [
    '"jan de vries"@klant.example',
    '"a@b"@klant.example',
    "jan",
    "",
    "@",
    "jan@\u2764.example",
]


@pytest.mark.parametrize(("written", "kept"), SAME.items())
def test_one_address_in_other_words(written, kept):
    assert identity(written) == kept


@pytest.mark.parametrize("written", OTHERS)
def test_what_has_no_other_way_to_be_written_stays(written):
    assert identity(written) == written


@given(st.text(max_size=40) | st.from_regex(r"[\w.\"\\]{1,9}@[\w.]{1,9}", fullmatch=True))
def test_what_is_kept_is_kept_the_same_again(written):
    assert identity(identity(written)) == identity(written)


def test_somebody_is_written_to_once():
    typed = "jan@müller.example; Jan <JAN@xn--mller-kva.example>"

    assert [person.address for person in people_in(typed)] == ["jan@müller.example"]


def test_our_own_mailbox_is_ours_in_both_spellings(db):
    Mailbox.objects.create(address="hulp@müller.example", team=make_team())

    own = own_addresses()
    assert is_ours("hulp@xn--mller-kva.example", own)
    assert is_ours("hulp+r-abc@MÜLLER.example", own)
    assert not is_ours("ander@xn--mller-kva.example", own)
