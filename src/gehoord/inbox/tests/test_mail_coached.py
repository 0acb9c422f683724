"""The coach reads the words of a letter, not the signs of its formats."""

import pytest

from gehoord.channels.email.tests.arriving import come_in
from gehoord.channels.email.tests.letters import letter

pytestmark = pytest.mark.django_db(transaction=True)
STOP = "Zoals ik al zei, kost het twintig euro."


@pytest.fixture
def said(signed_in, mail):
    """What the coach says about a draft: rule, words and rewrite."""

    def ask(text, case=mail.case):
        marks = signed_in.post(f"/cases/{case.pk}/coach/", {"text": text}).json()["marks"]
        return {
            each["rule"]: (text[each["start"] : each["end"]], each["rewrite"]) for each in marks
        }

    return ask


@pytest.mark.parametrize(
    "typed",
    [
        "**Zoals ik al zei**, kost het twintig euro.",
        "Zoals ik **al** zei, kost het *twintig* euro.",
        "*Zoals* ik al zei, kost [het](https://x.example) twintig euro.",
    ],
)
def test_signs_hide_no_fault_and_are_none(said, typed):
    assert said(typed).keys() == said(STOP).keys()
    assert "kost" in said(typed)["NEE-01"][0]


def test_taking_the_advice_leaves_no_sign_alone(said):
    words, rewrite = said("**Zoals ik al zei**, kost het twintig euro.")["NEE-01"]

    assert words.count("*") == 4
    assert rewrite == "Het kost"


def test_words_of_the_customer_that_are_quoted_are_not_ours(said):
    assert said(f"> {STOP}") == {}


def test_format_says_nothing_to_the_coach(said):
    plain = "Wat vervelend dat uw lamp kapot is. Ik stuur u vandaag een nieuwe lamp."
    marked = "Wat **vervelend** dat uw *lamp* kapot is. Ik stuur u vandaag een **nieuwe** lamp."

    assert {rule: words for rule, (words, _new) in said(plain).items()} == {
        rule: words.replace("*", "") for rule, (words, _new) in said(marked).items()
    }


def test_what_if_I_send_this_names_the_right_words(signed_in, mailbox):
    mail = come_in(letter("Belachelijk! Mijn lamp is al drie keer kapot en niemand belt.")).message
    text = "Dag Renée,\n\n*Wat* **vervelend** dat uw lamp al drie keer kapot is."

    answer = signed_in.post(f"/cases/{mail.case_id}/coach/", {"text": text, "rehearse": "yes"})

    assert "<q>vervelend</q>" in answer.json()["rehearsal"]


def test_chat_is_read_as_it_is_typed(signed_in, case):
    text = "**Zoals ik al zei**, kost het twintig euro."

    marks = signed_in.post(f"/cases/{case.pk}/coach/", {"text": text}).json()["marks"]

    assert all("*" not in text[each["start"] : each["end"]] for each in marks)


def test_number_of_quoted_words_does_not_answer_a_question(signed_in, mailbox):
    mail = come_in(letter("Wanneer komt mijn lamp? En krijg ik mijn geld terug?")).message
    quoted = "> Wanneer komt mijn lamp?\n> En krijg ik mijn geld terug?\n\nDag"

    answer = signed_in.post(f"/cases/{mail.case_id}/coach/", {"text": quoted}).json()

    assert len(answer["unanswered"]) == 2
