from gehoord.coaching.corrections import forget_old_corrections
from gehoord.coaching.counting import count_rules
from gehoord.coaching.rule_use import forget_old_use
from gehoord.coaching.style.retention import forget_who_styled
from gehoord.jobs.timetable import daily

# Before readings of the day go.
daily(hour=2, minute=50)(count_rules)
daily(hour=3, minute=30)(forget_old_corrections)
daily(hour=3, minute=35)(forget_old_use)
daily(hour=3, minute=40)(forget_who_styled)
