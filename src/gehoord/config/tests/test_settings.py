import runpy
from pathlib import Path

import pytest

from gehoord.environment import SettingIsWrong, text
from gehoord.portal.apps import check_rates

SETTINGS = str(Path(__file__).parents[1] / "settings.py")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GEHOORD_TIME_ZONE", "Europe/Atlantis"),
        ("GEHOORD_LANGUAGE", "xx"),
        ("GEHOORD_LOG", "LOUD"),
        ("GEHOORD_NUDGES", "never"),
        ("GEHOORD_URL", "help.example.nl"),
        ("GEHOORD_SECRET_KEY", ""),
        ("GEHOORD_MAX_FILE_MB", "0"),
        ("GEHOORD_MAX_FILE_MB", "many"),
        ("GEHOORD_PAGE_THREADS", "-1"),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "oracel://db/gehoord"),
        ("REDIS_URL", "localhost:6379"),
        ("GEHOORD_DEMO", "perhaps"),
    ],
)
def test_wrong_setting_is_named_before_anything_starts(monkeypatch, name, value):
    monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingIsWrong, match=name):
        runpy.run_path(SETTINGS)


def test_file_of_a_setting_that_is_no_text_is_named(monkeypatch, tmp_path):
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("GEHOORD_SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(SettingIsWrong, match="GEHOORD_SECRET_KEY_FILE"):
        text("GEHOORD_SECRET_KEY")


@pytest.mark.parametrize("rates", [{"message-ip": "often"}, {"mesage-ip": "6/minute"}])
def test_wrong_limit_of_the_chat_is_named_before_a_customer_meets_it(rates):
    with pytest.raises(SettingIsWrong, match="GEHOORD_CHAT_RATES"):
        check_rates(rates)


def test_right_limit_of_the_chat_is_taken():
    check_rates({"message-ip": "600/minute"})
