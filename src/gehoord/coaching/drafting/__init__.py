"""Drafts of replies by a model that the organisation runs. Off unless somebody sets one."""
