"""The zip file a customer gets when he asks what we have of him."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation

from gehoord.accounts.models import House
from gehoord.contacts.models import Customer
from gehoord.privacy.records import StoredFile, customer_record

GUIDES = {"lees-mij.txt": "nl", "readme.txt": "en"}


def packed(customer: Customer) -> IO[bytes]:
    """Pack everything about a customer in a temporary file, that closing it deletes.

    In it are `customer.json`, the attachments under `files/`, and what all of it is in two
    languages.
    """
    record, files = customer_record(customer)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, language in GUIDES.items():
            archive.writestr(name, _guide(customer, language))
        words = json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("customer.json", words)
        _add_files(archive, files)
    return packed


def _guide(customer: Customer, language: str) -> str:
    with translation.override(language):
        context = {"customer": customer, "house": House.current()}
        return render_to_string("privacy/export.txt", context)


def _add_files(archive: zipfile.ZipFile, files: Iterable[StoredFile]) -> None:
    for file in files:
        with default_storage.open(file.path, "rb") as source, archive.open(file.name, "w") as goal:
            shutil.copyfileobj(source, goal)
