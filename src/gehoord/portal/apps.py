from collections.abc import Mapping

from django.apps import AppConfig
from django.conf import settings
from limits import parse

from gehoord.environment import SettingIsWrong


class PortalConfig(AppConfig):
    name = "gehoord.portal"

    def ready(self) -> None:
        """Look at the installation's own limits now, not when a customer writes."""
        check_rates(settings.GEHOORD_CHAT_RATES)


def check_rates(rates: Mapping[str, str]) -> None:
    """See to it that limits for visitors have a name we know and say how often.

    Raises SettingIsWrong.
    """
    from gehoord.portal.rates import RATES

    for name, rate in rates.items():
        if name not in RATES:
            known = ", ".join(RATES)
            raise SettingIsWrong(f"GEHOORD_CHAT_RATES knows {known}, not {name!r}.")
        try:
            parse(rate)
        except ValueError as error:
            raise SettingIsWrong(
                f"GEHOORD_CHAT_RATES: write {name} like {RATES[name]}, not {rate!r}."
            ) from error
