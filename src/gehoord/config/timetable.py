"""Periodic work of packages that do not know the timetable themselves."""

from gehoord.jobs.timetable import every
from gehoord.live.table_wire import forget_old_events

every(minutes=10)(forget_old_events)
