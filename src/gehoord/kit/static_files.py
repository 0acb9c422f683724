from collections.abc import Callable
from re import Match
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Static files with their hash in the name, also where one module imports another."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, Any], template: str | None = None
    ) -> Callable[[Match[str]], str]:
        """Leave htmx as it is: its `import("htmx")` stands in a comment and is no file."""
        if name.startswith("django_htmx/"):
            return lambda match: match["matched"]
        return super().url_converter(name, hashed_files, template)
