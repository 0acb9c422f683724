from gehoord.jobs import timetable

__all__ = ["timetable"]  # importing it registers its drain
