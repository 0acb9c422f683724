from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gehoord.cases"

    def ready(self) -> None:
        from gehoord.cases.merging import CasesOfCustomer
        from gehoord.contacts.merging import register

        register(CasesOfCustomer())
