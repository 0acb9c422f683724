"""The page of a notice: what a customer sees who has its link, and what he may do there."""

from __future__ import annotations

from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.channels.webchat.words import is_seen
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.appealing import Outcome, term_ends
from gehoord.limits.ladder.records import State
from gehoord.limits.links import appeal_of, may_appeal, token_of
from gehoord.limits.models import Appeal, Measure, Notice
from gehoord.limits.wording.doors import ways
from gehoord.limits.wording.notices import title_of
from gehoord.limits.wording.telling import Voice, at_time, last_day, on_day, voice_about

LONGEST_APPEAL = 10_000


class AppealForm(forms.Form):
    """Why a customer disagrees, in his own words."""

    words = forms.CharField(
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write why you disagree, then send it.")},
    )

    def clean_words(self) -> str:
        """Words that show: there is one appeal, and nobody files it with a blank by accident."""
        words: str = self.cleaned_data["words"]
        if not is_seen(words):
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words


class NoticePage:
    """One measure, for the customer it is about."""

    def __init__(self, measure: Measure, *, form: AppealForm | None = None) -> None:
        self.measure, self.form = measure, form or AppealForm()
        self.now = timezone.now()

    @cached_property
    def voice(self) -> Voice:
        return voice_about(self.measure)

    @property
    def token(self) -> str:
        return token_of(self.measure)

    @property
    def title(self) -> str:
        return title_of(self.measure)

    @property
    def is_withdrawn(self) -> bool:
        return self.measure.state == State.WITHDRAWN

    @property
    def state(self) -> str:
        """Whether it holds, and until when."""
        if self.is_withdrawn:
            return self.voice.say("page_withdrawn")
        in_force = Measure.objects.in_force(self.now).filter(pk=self.measure.pk)
        if self.measure.ends_at is None or not in_force.exists():
            return self.voice.say("page_over")
        return self.voice.say("page_in_force", until=at_time(self.measure.ends_at))

    @property
    def agreed(self) -> str:
        """How he reaches us under an arrangement that holds."""
        in_force = Measure.objects.in_force(self.now).filter(pk=self.measure.pk)
        return ways(self.measure, self.voice) if in_force.exists() else ""

    @cached_property
    def notice(self) -> Notice | None:
        """What he was told; nothing of it once it was found unjustified."""
        return None if self.is_withdrawn else self.measure.notices.order_by("pk").last()

    @cached_property
    def paragraphs(self) -> list[str]:
        return [each for each in self.notice.text.split("\n\n") if each] if self.notice else []

    @cached_property
    def quotes(self) -> list[str]:
        """The words it rests on, where the notice does not repeat them in a letter."""
        if self.is_withdrawn:
            return []
        return [quote for each in self.measure.grounds.all() for quote in each.quotes]

    # ── Appeal ───────────────────────────────────────────────────────────────────────────
    @cached_property
    def appeal(self) -> Appeal | None:
        return appeal_of(self.measure)

    @property
    def may_appeal(self) -> bool:
        return may_appeal(self.measure, at=self.now)

    @property
    def ask(self) -> str:
        return self.voice.say("page_appeal_ask")

    @property
    def hint(self) -> str:
        assert self.measure.told_at is not None
        until = term_ends(self.measure.told_at, calendar())
        return self.voice.say("page_appeal_hint", until=last_day(until))

    @property
    def answer(self) -> str:
        """What became of his appeal."""
        appeal = self.appeal
        if appeal is None:
            return "" if self.may_appeal else self.voice.say("page_appeal_late")
        if appeal.outcome == Outcome.OPEN or appeal.decided_at is None:
            day, by = on_day(appeal.filed_at), last_day(appeal.decide_by)
            return self.voice.say("page_appeal_filed", day=day, by=by)
        return self.voice.say(f"page_appeal_{appeal.outcome}", day=on_day(appeal.decided_at))

    @property
    def reason(self) -> str:
        """Why it was decided so."""
        return self.appeal.reason if self.appeal and self.appeal.outcome else ""
