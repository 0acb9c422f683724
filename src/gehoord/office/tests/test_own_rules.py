from time import perf_counter

import pytest
from django.urls import reverse

from gehoord.accounts.models import Role
from gehoord.coaching.actions import check_draft, style_for
from gehoord.coaching.models import StyleVersion
from gehoord.coaching.style.current import current_style
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db
ADD_WORD, ADD_RULE = reverse("office:style-word-add"), reverse("office:style-own-add")
WORD = {"words": "consument*", "better": "klant", "level": "tip", "advice": ""}
RULE = {
    "phrases": "dat is (nu eenmaal)? ons beleid\nbeleid … afwijken",
    "level": "let op",
    "advice": "Zeg wat wel kan.",
    "why": "Beleid is geen reden voor een klant.",
    "rewrite": "",
    "flagged": "Helaas, <<dat is nu eenmaal ons beleid>>.\nIk kan niet van ons «beleid zomaar afwijken».",
    "left_alone": "Ons beleid staat op de site.",
}


@pytest.fixture
def admin(client):
    agent = make_agent(roles=[Role.ADMIN])
    client.force_login(agent)
    return agent


def found(draft, team_id=None):
    style = style_for(team_id=team_id, channel="webchat")
    return {each.rule: each for each in check_draft(draft=draft, style=style)}


def test_word_is_marked_with_the_better_one_from_now_on(client, admin):
    answer = client.post(ADD_WORD, WORD)

    mark = found("De consumenten bellen ons.")["HUIS-01"]
    assert (mark.level, mark.rewrite) == ("tip", "klant")
    assert mark.advice == "Schrijf liever “klant”."
    page = client.get(answer.url).text
    assert "consument*" in page
    assert "HUIS-01 is toegevoegd" in page


def test_word_of_a_team_is_only_for_that_team(client, admin):
    team, other = make_team(), make_team()

    client.post(ADD_WORD, WORD | {"team": team.pk})

    assert "HUIS-01" in found("De consument belt.", team.pk)
    assert "HUIS-01" not in found("De consument belt.", other.pk)
    assert (
        f"Gemaakt voor: {team.name}." in client.get(reverse("office:style"), {"team": team.pk}).text
    )


def test_rule_of_the_house_works_when_its_examples_prove_it(client, admin):
    client.post(ADD_RULE, RULE)

    assert "HUIS-01" in found("Meneer, dat is ons beleid.")
    assert "HUIS-01" in found("Dat is nu eenmaal ons beleid.")
    assert "HUIS-01" not in found("Ons beleid staat op de site.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"flagged": "Een «beleid» hier.\nNog een «beleid»."}, "wordt niets gemarkeerd"),
        ({"flagged": "«dat is ons beleid»"}, "ten minste twee zinnen"),
        ({"flagged": "dat is ons beleid\ndat is ons beleid"}, "geen woorden tussen « en »"),
        ({"flagged": "«dat is» ons beleid.\n«dat is» ons beleid"}, "en niet “dat is”"),
        ({"left_alone": "Nee, dat is ons beleid."}, "wordt erin gemarkeerd"),
        ({"left_alone": ""}, "die erop lijkt"),
        ({"rewrite": "dat is ons beleid"}, "zouden weer gemarkeerd worden"),
        ({"rewrite": "{zin} {naam}"}, "Tussen accolades staan twee vormen"),
        ({"phrases": ""}, "naar welke woorden"),
        ({"phrases": "\n".join(["ons beleid"] * 21)}, "Hoogstens 20 frases"),
        ({"advice": ""}, "verplicht"),
        ({"level": "hard"}, "Selecteer een geldige keuze"),
    ],
)
def test_rule_that_does_not_bear_out_its_examples_is_refused_and_stays_typed(
    client, admin, change, told
):
    answer = client.post(ADD_RULE, RULE | change)

    assert answer.status_code == 422
    assert told in answer.text
    assert "Beleid is geen reden voor een klant." in answer.text
    assert not StyleVersion.objects.exists()


@pytest.mark.parametrize(
    "phrase",
    [
        "[a-z]+", "(a+)+b", r"\bfout\b", "fout(", "fout)", "(fout|)", "fout{2,}", "^fout$", "a|b",
        "(?:fout)", "(?P<hit>x)", ".*", "*", "?", "…", "f*", "fout…", "… fout", "(a|b)?", "fout??",
        "((((fout))))", "<u> had", "fo_ut", "x" * 201, "klant*en", "fout **",
        "(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)b",
        " ".join(f"woord{n}?" for n in range(20)),
    ],
)  # fmt: skip
def test_what_is_no_plain_phrase_is_refused_in_words(client, admin, phrase):
    answer = client.post(ADD_WORD, WORD | {"words": phrase})

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert not StyleVersion.objects.exists()


@pytest.mark.parametrize("name", ["phrases", "flagged", "left_alone", "advice", "why", "rewrite"])
def test_ten_thousand_characters_are_refused_in_words(client, admin, name):
    began = perf_counter()
    answer = client.post(ADD_RULE, RULE | {name: "beleid " * 1430})

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert perf_counter() - began < 2
    assert not StyleVersion.objects.exists()


def test_better_word_that_would_be_marked_again_is_refused(client, admin):
    answer = client.post(ADD_WORD, WORD | {"words": "klant", "better": "onze klant"})

    assert answer.status_code == 422
    assert "zouden weer gemarkeerd worden" in answer.text


@pytest.mark.parametrize("word", ["wij", "wij schrijven", "dank", "ja", "een keer", "nee"])
def test_word_gets_examples_whatever_word_it_is(client, admin, word):
    answer = client.post(ADD_WORD, WORD | {"words": word, "better": "iets anders"})

    assert answer.status_code == 302, answer.context["form"].errors
    rule = current_style().find("HUIS-01")[1]
    assert (len(rule.flagged), len(rule.clean)) == (2, 1)


def test_rule_can_be_changed_and_switched_off_and_taken_away(client, admin):
    client.post(ADD_RULE, RULE)
    address = reverse("office:style-own", args=["HUIS-01"])
    was = client.get(address).context["form"]["was"].value()

    client.post(address, RULE | {"was": was, "level": "stop"})
    assert found("Dat is ons beleid.")["HUIS-01"].level == "stop"

    switch = reverse("office:style-switch", args=["HUIS-01"])
    client.post(switch, {"to": "off", "was": ""})
    assert "HUIS-01" not in found("Dat is ons beleid.")

    client.post(reverse("office:style-own-remove", args=["HUIS-01"]))
    assert current_style().find("HUIS-01") is None
    assert style_for(team_id=None, channel="").without == frozenset()
    assert client.get(address).status_code == 404


def test_number_of_a_rule_is_never_given_out_again(client, admin):
    client.post(ADD_WORD, WORD)
    client.post(reverse("office:style-own-remove", args=["HUIS-01"]))
    client.post(reverse("office:style-back", args=[0]))
    client.post(ADD_WORD, WORD)

    assert current_style().find("HUIS-02")


def test_two_administrators_changing_one_rule_do_not_overwrite_each_other(client, admin):
    client.post(ADD_RULE, RULE)
    address = reverse("office:style-own", args=["HUIS-01"])
    was = client.get(address).context["form"]["was"].value()
    client.post(address, RULE | {"was": was, "level": "stop"})
    client.force_login(make_agent(roles=[Role.ADMIN]))

    answer = client.post(address, RULE | {"was": was, "advice": "Iets anders."})

    assert answer.status_code == 422
    assert "intussen gewijzigd" in answer.text
    assert "Iets anders." in answer.text
    assert found("Dat is ons beleid.")["HUIS-01"].level == "stop"


def test_two_administrators_adding_at_once_get_two_numbers(client, admin):
    client.post(ADD_WORD, WORD)
    client.force_login(make_agent(roles=[Role.ADMIN]))
    client.post(ADD_WORD, WORD | {"words": "relatie", "better": "klant"})

    assert [rule.id for _, rule in current_style().own_rules()] == ["HUIS-01", "HUIS-02"]


def test_unfinished_rule_can_be_tried_without_saving(client, admin):
    sent = {"phrases": "ons beleid", "level": "stop", "text": "Dat is ons beleid.", "act": "try"}

    page = client.post(ADD_RULE, sent)
    piece = client.post(ADD_RULE, sent, headers={"X-From-Script": "yes"}).text

    assert '<mark class="mark mark--stop">ons beleid</mark>' in page.text
    assert page.status_code == 200
    assert "field__error" not in page.text
    assert "<html" not in piece
    assert not StyleVersion.objects.exists()


def test_trying_a_phrase_that_is_not_plain_says_so(client, admin):
    sent = {"phrases": "(a+)+b", "text": "aaaa", "act": "try"}

    piece = client.post(ADD_RULE, sent, headers={"X-From-Script": "yes"}).text

    assert "kan niet in “(a+)+b”" in piece


def test_rule_that_a_later_version_no_longer_takes_does_not_silence_the_others(client, admin):
    client.post(ADD_WORD, WORD)
    version = StyleVersion.objects.get()
    version.content["layers"][0]["own"][0]["phrases"] = ["(a+)+b"]
    version.save()
    from gehoord.coaching.style.current import forget

    forget()

    assert "EXC-01" in found("Excuses voor het ongemak.")
    assert client.get(reverse("office:style")).status_code == 200
