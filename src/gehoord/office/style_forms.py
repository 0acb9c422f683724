"""What an administrator fills in about how replies are written."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from gehoord.coaching.models import AngerLevel
from gehoord.coaching.style.changes import switch_name
from gehoord.coaching.style.layers import HARDEST_FIRST, OwnRule
from gehoord.coaching.style.own import LONGEST_LINE, RuleRefused
from gehoord.coaching.style.phrases import LONGEST as LONGEST_PHRASE
from gehoord.coaching.style.trying import LONGEST as LONGEST_TRIED
from gehoord.coaching.style.written import LARGEST

GENTLEST = HARDEST_FIRST[-1]
NO_SPELLING = {"spellcheck": "false", "autocomplete": "off"}
MOODS = ((AngerLevel.CALM, _("calm")), (AngerLevel.ANGRY, _("angry")))
LEVEL_CHOICES = [(level, lazy(switch_name, str)(level)) for level in reversed(HARDEST_FIRST)]
MOST_SOURCE = 20_000


class LinesField(forms.CharField):
    """Sentences, one on each line; the value is a tuple without empty lines."""

    def __init__(self, *, rows: int = 3, **named: Any) -> None:
        box = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
        super().__init__(widget=box, max_length=MOST_SOURCE, required=False, **named)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> Any:
        # Two angle brackets are easier to type than the marks themselves.
        text = (value or "").replace("<<", "«").replace(">>", "»")
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def validate(self, value: Any) -> None:
        super().validate("\n".join(value))

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class StyleRuleForm(forms.Form):
    """What every rule of the house has. `was` is the seal of the rule the form was opened with."""

    ENGINE_FIELDS: ClassVar[dict[str, str]] = {}
    was = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    level = forms.ChoiceField(label=_("How strong"), choices=LEVEL_CHOICES, initial="tip")
    advice = forms.CharField(label=_("Advice"), max_length=LONGEST_LINE)

    def refuse(self, refused: RuleRefused) -> None:
        """Show each reason beside the box it is about."""
        for name, reason in refused.reasons:
            box = self.ENGINE_FIELDS.get(name, name)
            self.add_error(box if box in self.fields else None, reason)

    def rule(self, code: str) -> OwnRule:
        """The rule as it was typed, as far as it can be read; not proved yet."""
        raise NotImplementedError


class WordForm(StyleRuleForm):
    """A word the house does not want, with a better one."""

    ENGINE_FIELDS: ClassVar[dict[str, str]] = {"phrases": "words", "rewrite": "better"}
    words = forms.CharField(
        label=_("Word or words"),
        max_length=LONGEST_PHRASE,
        widget=forms.TextInput(attrs=NO_SPELLING),
        help_text=_("“klant*” finds every word that begins like that."),
    )
    better = forms.CharField(
        label=_("Better"),
        max_length=LONGEST_LINE,
        help_text=_("{u wilt|je wilt} follows the form of address of the reply."),
    )
    advice = forms.CharField(
        label=_("Advice"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("One sentence to your colleague. Empty: “Rather write …”."),
    )
    field_order = ("words", "better", "level", "advice", "was")

    def rule(self, code: str) -> OwnRule:
        """The rule that this word is."""
        said = self.cleaned_data.get
        better = said("better", "")
        return OwnRule(
            id=code,
            level=said("level") or GENTLEST,
            advice=said("advice") or str(_("Rather write “%s”.")) % better,
            phrases=(said("words", ""),),
            rewrite=better,
            is_word=True,
        )

    @staticmethod
    def filled(rule: OwnRule) -> dict[str, Any]:
        """What stands in the boxes for a word that is there already."""
        return {
            "was": rule.seal,
            "level": rule.level,
            "advice": rule.advice,
            "words": rule.phrases[0],
            "better": rule.rewrite,
        }


class OwnRuleForm(StyleRuleForm):
    """A rule of the house with its examples, which are its tests."""

    ENGINE_FIELDS: ClassVar[dict[str, str]] = {"clean": "left_alone"}
    phrases = LinesField(
        label=_("What to look for"),
        help_text=_(
            "One phrase on each line. “…” is up to three words, “(one|other)” either, “?” behind a "
            "letter or (words) means it may be left out, “*” at the end of a word is any ending."
        ),
    )
    advice = forms.CharField(
        label=_("Advice"),
        max_length=LONGEST_LINE,
        help_text=_("One sentence to your colleague: what to do instead."),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_LINE,
        help_text=_("One sentence: what it does to a customer."),
    )
    rewrite = forms.CharField(
        label=_("Better words"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_(
            "What stands there instead; may stay empty. [day] is a blank that your colleague fills "
            "in. {u wilt|je wilt} follows the form of address."
        ),
    )
    flagged = LinesField(
        label=_("Sentences to mark"),
        help_text=_(
            "At least two, one on each line, with the words to mark between « and ». You may type "
            "<< and >>."
        ),
    )
    left_alone = LinesField(
        label=_("Sentences to leave alone"),
        rows=2,
        help_text=_("At least one that looks alike and is fine."),
    )
    field_order = (
        "phrases", "level", "advice", "why", "rewrite", "flagged", "left_alone", "was",
    )  # fmt: skip

    def rule(self, code: str) -> OwnRule:
        """The rule as it was typed."""
        said = self.cleaned_data.get
        return OwnRule(
            id=code,
            level=said("level") or GENTLEST,
            phrases=said("phrases", ()),
            advice=said("advice", ""),
            why=said("why", ""),
            rewrite=said("rewrite", ""),
            flagged=said("flagged", ()),
            clean=said("left_alone", ()),
        )

    @staticmethod
    def filled(rule: OwnRule) -> dict[str, Any]:
        """What stands in the boxes for a rule that is there already."""
        return {**rule.to_json(), "left_alone": rule.clean, "was": rule.seal}


class TryForm(forms.Form):
    """A text to try the style on, and how the customer is."""

    text = forms.CharField(
        label=_("Try a sentence"),
        max_length=LONGEST_TRIED,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    anger = forms.TypedChoiceField(
        label=_("The customer is"), choices=MOODS, coerce=int, required=False, empty_value=None
    )


class FileForm(forms.Form):
    """A house style in a file."""

    file = forms.FileField(label=_("TOML file"), max_length=200)

    def clean_file(self) -> str:
        """The text in the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large for a house style."))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is not a text file in UTF-8.")) from None
        return text
