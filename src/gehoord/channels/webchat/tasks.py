from gehoord.channels.webchat.forgetting import forget_silent_visitors
from gehoord.jobs.timetable import daily

daily(hour=3, minute=50)(forget_silent_visitors)
