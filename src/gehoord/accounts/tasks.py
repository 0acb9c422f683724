from gehoord.accounts.retention import forget_old_changes
from gehoord.jobs.timetable import daily

daily(hour=3, minute=10)(forget_old_changes)
