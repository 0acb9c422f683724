from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Static files with their hash in the name, also where one module imports another."""

    support_js_module_import_aggregation = True
