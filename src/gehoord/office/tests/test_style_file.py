import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gehoord.accounts.models import AuditEvent, House, Role
from gehoord.coaching.actions import style_for
from gehoord.coaching.models import StyleVersion
from gehoord.coaching.style.current import current_style
from tests.factories import make_agent, make_team

pytestmark = pytest.mark.django_db
FILE, READ = reverse("office:style-file"), reverse("office:style-file-read")
RULE = """
[[rule]]
id = "HUIS-04"
level = "stop"
phrases = ["dat (weet|zie) ik niet"]
advice = "Zeg wat je gaat doen."
why = "De klant blijft met lege handen."
flagged = ["«Dat weet ik niet».", "Meneer, «dat zie ik niet»."]
clean = ["Dat weet ik zeker."]
"""


@pytest.fixture
def admin(client):
    agent = make_agent(roles=[Role.ADMIN])
    client.force_login(agent)
    return agent


@pytest.fixture
def take_over(client, admin):
    def send(source):
        data = source if isinstance(source, bytes) else source.encode()
        return client.post(READ, {"file": SimpleUploadedFile("style.toml", data)}, follow=True)

    return send


def exported(client):
    return client.post(FILE).content.decode()


def test_exported_style_can_be_brought_back_as_it_was(client, admin, take_over):
    team = make_team(name='Wonen "Zuid"')
    switch = reverse("office:style-switch", args=["EXC-01"])
    client.post(switch, {"to": "off", "was": ""})
    client.post(switch, {"to": "tip", "was": "", "team": team.pk, "channel": "webchat"})
    word = {"words": "consument*", "better": "klant \\ „u”", "level": "tip", "team": team.pk}
    client.post(reverse("office:style-word-add"), word)
    take_over(exported(client) + RULE)
    before = current_style()
    file = exported(client)
    client.post(reverse("office:style-back", args=[0]))
    assert current_style() != before

    answer = take_over(file)

    assert "De stijl uit het bestand geldt vanaf nu." in answer.text
    assert current_style() == before
    assert tomllib.loads(file)["rule"][0]["phrases"] == ["dat (weet|zie) ik niet"]
    assert AuditEvent.objects.filter(what="house style exported", actor=admin).exists()


def test_rules_look_as_they_were_written(client, admin, take_over):
    take_over(RULE)

    assert tomllib.loads(exported(client))["rule"] == tomllib.loads(RULE)["rule"]


def test_file_with_what_already_holds_makes_no_version(client, admin, take_over):
    take_over(RULE)
    number = StyleVersion.objects.count()

    answer = take_over(exported(client))

    assert "Er is niets gewijzigd." in answer.text
    assert StyleVersion.objects.count() == number


def test_form_of_address_in_a_file_becomes_that_of_the_house(client, admin, take_over):
    take_over('[style]\naddress = "je"\n')

    assert House.current().form_of_address == "je"
    assert style_for(team_id=None, channel="").address == "je"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("dit is geen toml", "Dit is geen TOML-bestand"),
        ("[styel]\n", "dit kan hier niet: styel"),
        ("style = 3", "eigen deel"),
        ('[style]\naddress = "jij"', "u, je of mirror"),
        ('[style.rules]\n"EXC-99" = "off"', "er is geen regel EXC-99"),
        ('[style.rules]\n"EXC-01" = "weg"', "EXC-01 kan zijn"),
        ('[style.rules]\n"EXC-01" = ["off"]', "EXC-01 kan zijn"),
        ('[style]\nrules = "EXC-01"', "eigen deel"),
        ('[[style.place]]\nteam = "Maan"', "geen team Maan"),
        ('[[style.place]]\nchannel = "rook"', "geen kanaal rook"),
        ('[style]\nplace = "x"', "[[place]]"),
        ('[rule]\nid = "HUIS-01"', "[[rule]]"),
        (RULE.replace("HUIS-04", "EXC-01"), "eigen regels heten HUIS-01"),
        (RULE + RULE, "HUIS-04 staat er twee keer in"),
        (
            RULE.replace("«Dat weet ik niet»", "«Dat» weet ik niet"),
            "HUIS-04: In “Dat weet ik niet.”",
        ),
        (RULE.replace("(weet|zie)", "(weet|zie"), "haakje niet gesloten"),
        (RULE.replace("(weet|zie)", "[wz]"), "kan niet in"),
        (RULE + 'swaps = [["a", "b"]]', "dit kan hier niet: swaps"),
        (RULE + 'kind = "absence"', "zoekt naar frases"),
        (RULE.replace('["Dat weet ik zeker."]', '"x"'), "lijst van zinnen"),
        (RULE.replace('"stop"', "3"), "moet een zin zijn"),
        (RULE.replace('"stop"', '"hard"'), "hoe sterk"),
        ('[[word]]\nwords = ["a"]', "HUIS-01"),
        ("#" * 500_001, "te groot"),
        (b"\xff\xfe\x00", "geen tekstbestand"),
        ("", "leeg"),
    ],
)
def test_file_that_is_wrong_is_refused_in_words_and_changes_nothing(take_over, source, told):
    answer = take_over(source)

    assert answer.status_code == 422
    assert told in answer.text
    assert not StyleVersion.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(take_over):
    answer = take_over('[style]\naddress = "x"\nextra = 1\n[style.rules]\n"EXC-99" = "off"\n')

    assert answer.text.count('role="alert"') >= 2


def test_rule_without_an_id_gets_a_free_one(take_over):
    take_over(RULE + RULE.replace('id = "HUIS-04"\n', ""))

    assert {rule.id for _, rule in current_style().own_rules()} == {"HUIS-04", "HUIS-05"}
