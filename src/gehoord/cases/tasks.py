from gehoord.cases.actions import forget_old_readings, forget_presence
from gehoord.jobs.timetable import daily, every

daily(hour=3)(forget_old_readings)
every(minutes=5)(forget_presence)
