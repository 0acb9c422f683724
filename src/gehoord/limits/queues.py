"""Names of what is worked off in the background, for whoever nudges it."""

HELP = "limits.help"
OUTSIDE = "limits.outside"
SAFETY = "limits.safety"
AFTERCARE = "limits.aftercare"
CALL_BACK = "limits.call_back"
