"""The texts of the guide: per stage and per path what to do now, what you could say, what to avoid.

What an agent says to a customer holds the fields of saved replies (`{{aanhef}}`, `{{u}}`) and
`{story}` and `{points}`, which become this case's facts or a blank.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.cases.guiding import Path
from gehoord.cases.stages import Stage

Text = str | Promise


@dataclass(frozen=True)
class Texts:
    """One card as it is written; `say` is for the customer, all else for the agent."""

    do: tuple[Text, ...]
    say: Text
    avoid: Text
    now: Text = ""
    """The line that is always seen; a stage has its own in the table of stages."""


OF_STAGES: dict[Stage, Texts] = {
    Stage.RECEIVE: Texts(
        do=(
            _("Read what came before, so that nobody has to tell it twice."),
            _("Say thanks and ask one open question."),
        ),
        say=_("{{aanhef}}, thank you for letting us know. What matters most to you now?"),
        avoid=_("Asking for what is known already."),
    ),
    Stage.LISTEN: Texts(
        do=(
            _("Name what happened and what that did to the customer."),
            _("Ask on. You may know the solution already: keep it for a moment."),
        ),
        say=_(
            "{{aanhef}}, I understand that {story}. That is really annoying. What else is there?"
        ),
        avoid=_("A solution, an explanation or “but”. Those come later."),
    ),
    Stage.RESTATE: Texts(
        do=(
            _("Put each problem on a line of its own, with a number."),
            _("Use the customer's words, without a judgement."),
        ),
        say=_(
            "{{aanhef}}, if I understand correctly, this is what it is about:\n{points}\nIs that right?"
        ),
        avoid=_("Leaving out what you have no answer to."),
    ),
    Stage.CONFIRM: Texts(
        do=(
            _("Ask an open question and wait for the answer."),
            _("Is something added? Then sum up once more."),
        ),
        say=_("{{aanhef}}, is that right? What would you like to add?"),
        avoid=_("Going on before the customer has answered."),
    ),
    Stage.APOLOGISE: Texts(
        do=(
            _("Name exactly what went wrong. Once is enough."),
            _("Was there no mistake of ours? Then say what it did to the customer, and say why."),
        ),
        say=_("I am sorry that {story}."),
        avoid=_("“But”, an explanation, or sorry for the inconvenience."),
    ),
    Stage.PLAN: Texts(
        do=(
            _("Say for each problem who does what, and on which day."),
            _("Also say what is not possible, and what is."),
        ),
        say=_("This is what I do for you:\n{points}\nYou hear from me on [day and time]."),
        avoid=_("“As soon as possible”, and promising for somebody you did not ask."),
    ),
    Stage.ACT: Texts(
        do=(
            _("Do what was promised, and write before the customer asks."),
            _("Does it take longer? Say so today, with a new day."),
        ),
        say=_(
            "{{aanhef}}, I promised you [what]. This is how it stands: [news]. You hear from me again on [day and time]."
        ),
        avoid=_("Silence until everything is done."),
    ),
    Stage.VERIFY: Texts(
        do=(
            _("Ask about the problem, not about you."),
            _("Is it not solved? Then you listen again, and it stays with you."),
        ),
        say=_("{{aanhef}}, [what was done]. Is it solved for you now?"),
        avoid=_("Closing the case before the customer says yes."),
    ),
    Stage.CLOSE: Texts(
        do=(
            _("Say thanks for what the customer did."),
            _("Name the last step that still comes, if there is one."),
        ),
        say=_("{{aanhef}}, thank you for telling us. The last step: [what and when]."),
        avoid=_("Asking for something new, or advertising."),
    ),
    Stage.FOLLOW_UP: Texts(
        do=(
            _("Ask after a few days, on the channel the customer likes."),
            _("Name what it was about, so that nobody has to search."),
        ),
        say=_("{{aanhef}}, on [day] we solved [what it was about]. Is it still all right?"),
        avoid=_("Asking for a mark or a review."),
    ),
    Stage.DONE: Texts(
        do=(_("Does the customer write again? Then you listen again."),),
        say="",
        avoid=_("Starting anew as if nothing came before."),
    ),
}
OF_PATHS: dict[Path, Texts] = {
    Path.VENT_ONLY: Texts(
        now=_("the customer wants to be heard. Listen, say thanks, and leave it there."),
        do=(
            _("Name what happened, and say thanks for telling."),
            _("Leave the door open: you do something only if the customer wants it."),
        ),
        say=_(
            "{{aanhef}}, thank you for telling me this. I understand that {story}. You need not do anything. Would you like me to do something about it? Then I gladly hear it."
        ),
        avoid=_("A plan or a solution that nobody asked for."),
    ),
    Path.GAVE_UP: Texts(
        now=_("the customer gives up. Offer once to arrange it after all."),
        do=(
            _("Offer one thing that costs the customer no effort."),
            _("Ask once. Is the answer no, then it rests."),
        ),
        say=_(
            "{{aanhef}}, I understand that you want to leave it. I gladly arrange it for you after all: [what I do], on [day and time]. You need not do anything for it. Shall I do that?"
        ),
        avoid=_("Noting it as solved, or asking why."),
    ),
    Path.ASKED_ONCE: Texts(
        now=_("you asked once. Wait for the answer, and let it rest if it is no."),
        do=(
            _("Is the answer yes? Then make the plan."),
            _("Is the answer no? Then say that it is always possible later."),
        ),
        say=_(
            "{{aanhef}}, that is all right. I leave it as it is. You can always come back to it by answering here."
        ),
        avoid=_("Asking a second time."),
    ),
    Path.STALEMATE: Texts(
        now=_("the same no again. Look what else you can offer."),
        do=(
            _("Say calmly on which point you differ."),
            _(
                "Offer something that was not offered yet. Tick it, so that a colleague sees it too."
            ),
        ),
        say=_(
            "{{aanhef}}, you want [what the customer wants]. I cannot give you that. What I can do:\n1. [first possibility]\n2. [second possibility]\nWhich would you prefer?"
        ),
        avoid=_("The same explanation once more."),
    ),
    Path.PARTING: Texts(
        now=_("you do not agree on this, and that is allowed. End it politely."),
        do=(
            _("Say what stays on offer, and until when."),
            _("Name the complaints route. It is no mark on the customer."),
        ),
        say=_(
            "{{aanhef}}, we do not agree on this point. My offer stays: [which offer], until [day]. Would you like somebody else to look at it? You can complain through [complaints route]. Thank you for explaining it to me."
        ),
        avoid=_("Blame, and going over it a fourth time."),
    ),
    Path.CONCERN: Texts(
        now=_("read once more what the customer wrote. Could a life be in danger?"),
        do=(
            _(
                "Software saw words that are sometimes said by who does not want to live any more. It is often wrong."
            ),
            _(
                "Do you doubt it? Ask the customer how things are, or ask a colleague to read along."
            ),
        ),
        say="",
        avoid=_("Reading over it because the message is about something else."),
    ),
    Path.CRISIS: Texts(
        now=_("answer first. Everything else can wait."),
        do=(
            _("Answer now, short and calm. Stay with the customer."),
            _("Ask straight out whether the customer thinks of ending it. Asking does no harm."),
            _(
                "Name the help line below. Is there danger at this moment? Call 112, and say where the customer is if you know."
            ),
            _("Call your team lead. You do not do this alone."),
        ),
        say=_(
            "{{aanhef}}, it is good that you tell this. Are you thinking of ending your life? {lines} Are you in danger now? Then call 112."
        ),
        avoid=_("Talking about the complaint, comforting quickly, or promising to keep it secret."),
    ),
}
TURNED_ON_AGENT = _(
    "The customer turns on you. The stage stays and the case goes on; setting a limit can go along with it."
)
WANTS_A_PERSON = _(
    "The customer wants to speak to a person. Say who you are, or hand over with the whole story."
)
WAITS = _("This case waits for something else. Tell the customer for what, and until when.")
NOT_TOLD = _("[what happened]")
FIRST_POINTS = (_("[first problem]"), _("[second problem]"))
STEP = _("[what I do], on [day and time]")
HELP_LINES: dict[str, Text] = {
    "nl": _("You can talk to somebody of 113 now. Call 0800-0113, free, or chat at 113.nl."),
    "be": _(
        "You can talk to somebody of the suicide line now. Call 1813, free, or chat at zelfmoord1813.be."
    ),
    "both": _(
        "You can talk to somebody of 113 now. Call 0800-0113, free, or chat at 113.nl. In Belgium you call 1813."
    ),
}
"""What to say of the help lines, by the country in the house rules."""
