"""The ladder against abuse, as tables and plain functions: what may be done, by whom, how long.

Nothing here reads or writes a database: `actions` keeps what it says. Source: domain model 3.4.
"""
