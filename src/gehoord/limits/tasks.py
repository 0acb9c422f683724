from gehoord.jobs.due import work_through
from gehoord.jobs.nudges import drain
from gehoord.jobs.timetable import daily
from gehoord.limits.actions.calling_back import remind_of_call_back
from gehoord.limits.actions.care import forget_aftercare
from gehoord.limits.actions.helping import move_on
from gehoord.limits.actions.reminding import remind_deciders
from gehoord.limits.actions.safety import remind
from gehoord.limits.models import (
    Aftercare,
    EndedWithoutGround,
    HelpRequest,
    OutsideAlert,
    SafetyCase,
)
from gehoord.limits.outside import send
from gehoord.limits.queues import AFTERCARE, CALL_BACK, HELP, OUTSIDE, SAFETY
from gehoord.limits.retention import forget_old_limits


@drain(HELP)
def move_calls_on() -> int:
    """Call who comes next in every call that nobody answered."""
    return work_through(HelpRequest.objects.all(), lambda call: move_on(call=call))


@drain(OUTSIDE, threads=2)
def send_alerts() -> int:
    """Send what is to be sent outside; apart from the calls, which never wait for it."""
    return work_through(OutsideAlert.objects.select_related("call"), send)


@drain(SAFETY)
def remind_of_steps() -> int:
    """Remind of the steps of safety routes whose time has come."""
    return work_through(SafetyCase.objects.all(), lambda route: remind(route=route))


@drain(CALL_BACK)
def remind_of_customers() -> int:
    """Call who comes next for customers whom nobody called back."""
    return work_through(
        EndedWithoutGround.objects.all(), lambda ended: remind_of_call_back(ended=ended)
    )


@drain(AFTERCARE)
def forget_old_aftercare() -> int:
    """Delete what a lead was asked to do for somebody a week ago."""
    return work_through(Aftercare.objects.all(), lambda row: forget_aftercare(row=row))


daily(hour=3, minute=30)(forget_old_limits)
daily(hour=8)(remind_deciders)
