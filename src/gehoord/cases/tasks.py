from gehoord.cases.actions import (
    forget_old_cases,
    forget_old_proposals,
    forget_old_readings,
    forget_presence,
    make_due_proposals,
)
from gehoord.cases.queues import PROPOSE
from gehoord.jobs.nudges import drain
from gehoord.jobs.timetable import daily, every

drain(PROPOSE, threads=4)(make_due_proposals)
daily(hour=3)(forget_old_readings)
daily(hour=3, minute=20)(forget_old_cases)
every(minutes=5)(forget_presence)
every(minutes=60)(forget_old_proposals)
