from gehoord.cases.actions import forget_old_cases, forget_old_readings, forget_presence
from gehoord.jobs.timetable import daily, every

daily(hour=3)(forget_old_readings)
daily(hour=3, minute=20)(forget_old_cases)
every(minutes=5)(forget_presence)
