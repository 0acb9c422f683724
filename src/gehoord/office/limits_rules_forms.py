"""What the house chooses within the ladder: lengths, deciders, addresses and texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import FormOfAddress, House, Role
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER, seats_of
from gehoord.limits.models import HouseRules
from gehoord.limits.wording.own import TextIsWrong, check_text

if TYPE_CHECKING:
    RulesModelForm = forms.ModelForm[HouseRules]
else:
    RulesModelForm = forms.ModelForm

LENGTHS = ("warning_hours", "cool_off_hours", "flag_days", "arrangement_months", "block_months")


def open_seats() -> Iterator[tuple[Kind, int, list[Role]]]:
    """The seats in which the ladder allows more than one role: there is something to choose."""
    for kind in DECIDED:
        for number, seat in enumerate(LADDER[kind].seats):
            if len(seat) > 1:
                yield kind, number, [role for role in Role if role in seat]


class RulesForm(RulesModelForm):
    """What the house chose within the ladder."""

    form_of_address = forms.ChoiceField(
        label=_("How customers are addressed"),
        choices=FormOfAddress.choices,
        help_text=_("In these texts and in all replies."),
    )

    class Meta:
        model = HouseRules
        fields = (
            "stance",
            "open_mail",
            "postal_address",
            "appeal_contact",
            "country",
            *LENGTHS,
        )
        widgets: ClassVar[dict[str, Any]] = {"postal_address": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, Any]] = {
            "stance": _("Empty: we write the first sentence."),
            "country": _("Decides which numbers that help agents and customers see."),
            "open_mail": _("Customers read it wherever a chat or the telephone is closed."),
            "cool_off_hours": _("A lead may extend it once, to 24 from its begin."),
            "arrangement_months": _("With a review every 3."),
            "block_months": _("With a review at 6."),
            "postal_address": _("Stands on letters and on reports to the police."),
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["form_of_address"].initial = House.current().form_of_address
        for kind, number, roles in open_seats():
            self.fields[_seat(kind, number)] = forms.MultipleChoiceField(
                label=kind.label,
                choices=[(role.value, role.label) for role in roles],
                widget=forms.CheckboxSelectMultiple,
                initial=sorted(seats_of(kind, self.instance.deciders)[number]),
                error_messages={"required": _("At least one of these decides.")},
            )
        for name in LENGTHS:
            self._say_longest(name)

    def _say_longest(self, name: str) -> None:
        box = self.fields[name]
        field: Any = HouseRules._meta.get_field(name)
        limits = [
            each.limit_value for each in field.validators if isinstance(each, MaxValueValidator)
        ]
        box.widget.attrs |= {"min": 1, "max": min(limits)}
        longest = _("At most %(most)s.") % {"most": min(limits)}
        box.help_text = f"{longest} {box.help_text}".strip()

    @property
    def for_customers(self) -> list[forms.BoundField]:
        """What customers read, and where they turn to."""
        names = ("stance", "form_of_address", "open_mail", "postal_address", "appeal_contact")
        return [self[name] for name in (*names, "country")]

    @property
    def lengths(self) -> list[forms.BoundField]:
        return [self[name] for name in LENGTHS]

    @property
    def seats(self) -> list[forms.BoundField]:
        """The seats for which the house chooses."""
        return [self[_seat(kind, number)] for kind, number, _roles in open_seats()]

    def changes(self) -> dict[str, Any]:
        """The fields of HouseRules that are different now."""
        own = {name for name in self.changed_data if name in self.Meta.fields}
        changed = {name: self.cleaned_data[name] for name in own}
        deciders = self._deciders()
        return changed | ({"deciders": deciders} if deciders != self.instance.deciders else {})

    def _deciders(self) -> dict[str, list[list[str]]]:
        """Only what is narrower than the ladder: everything else follows the ladder."""
        chosen: dict[str, list[list[str]]] = {}
        for kind, number, roles in open_seats():
            given = self.cleaned_data[_seat(kind, number)]
            if set(given) != set(roles):
                every = [[role.value for role in sorted(seat)] for seat in LADDER[kind].seats]
                chosen.setdefault(kind.value, every)[number] = sorted(given)
        return chosen


def _seat(kind: Kind, number: int) -> str:
    return f"decides_{kind}_{number}"


class TextForm(forms.Form):
    """One text for customers as the house says it, in the forms of address that it uses."""

    def __init__(self, *args: Any, name: str, said: dict[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.text = name
        labels = {"u": _("With u"), "je": _("With je")}
        for form, words in said.items():
            self.fields[form] = forms.CharField(
                label=labels[form] if len(said) > 1 else _("The text"),
                initial=words,
                required=False,
                help_text=_("Empty: as it is delivered."),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def said(self) -> dict[str, str]:
        """What stands in the boxes now, by form of address."""
        return {name: str(self[name].value() or "") for name in self.fields}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for form, words in list(given.items()):
            if not words:
                continue
            try:
                check_text(self.text, words)
            except TextIsWrong as wrong:
                self.add_error(form, str(wrong))
        return given
