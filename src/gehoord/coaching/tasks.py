from gehoord.coaching.corrections import forget_old_corrections
from gehoord.coaching.counting import count_rules
from gehoord.jobs.timetable import daily

# Before readings of the day go.
daily(hour=2, minute=50)(count_rules)
daily(hour=3, minute=30)(forget_old_corrections)
