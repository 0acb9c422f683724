"""Which routes go on in a case, and the numbers that help."""

from __future__ import annotations

from django import template

from gehoord.accounts.models import Agent
from gehoord.cases import quiet
from gehoord.cases.models import Case
from gehoord.inbox import safety
from gehoord.limits.care_steps import Line

register = template.Library()


@register.simple_tag
def routes_of(case: Case, agent: Agent) -> safety.Routes:
    """The safety route and the crisis route of a case: `{% routes_of case user as routes %}`."""
    return safety.routes_of(case, agent)


@register.simple_tag
def is_quiet(case: Case) -> bool:
    """Whether clocks and tips keep quiet in a case: `{% is_quiet case as quiet %}`."""
    return quiet.is_quiet(case)


@register.simple_tag
def help_lines() -> tuple[Line, ...]:
    """The numbers to name in an emergency, by the country in the house rules."""
    return safety.help_lines()
