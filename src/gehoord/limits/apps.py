from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "gehoord.limits"

    def ready(self) -> None:
        # Says of which customers something is held.
        import gehoord.limits.retention  # noqa: F401
        from gehoord.cases.doors import register
        from gehoord.cases.quiet import quiet_when
        from gehoord.contacts import merging
        from gehoord.limits.care import comes_before_wording
        from gehoord.limits.doors import HouseRulesDoor
        from gehoord.limits.merging import LimitsOfCustomer

        register(HouseRulesDoor())
        merging.register(LimitsOfCustomer())
        quiet_when(comes_before_wording)
