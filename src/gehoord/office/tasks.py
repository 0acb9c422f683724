from gehoord.jobs.timetable import daily
from gehoord.office.coach_use import forget_use_of_few

# Before replies past their time go: they tell how many people there were.
daily(hour=2, minute=55)(forget_use_of_few)
