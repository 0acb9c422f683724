import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gehoord.cases.files import (
    FileEmpty,
    FileTooBig,
    FileTypeNotAllowed,
    safe_name,
    store_upload,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
EXE = b"MZ\x90\x00\x03" + b"\x00" * 100


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


DOCX = zipped(word__document_xml="<w/>")
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text")


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("foto.PNG", PNG, "image/png"),
        ("foto.jpg", JPEG, "image/jpeg"),
        ("rekening.pdf", PDF, "application/pdf"),
        ("lijst.csv", "naam;prijs\nké;3".encode(), "text/csv"),
        ("brief.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_file_is_kept_under_an_unguessable_name(name, content, content_type):
    kept = store_upload(upload(name, content))

    assert (kept.name, kept.content_type, kept.size) == (name, content_type, len(content))
    assert name not in kept.path
    with default_storage.open(kept.path) as stored:
        assert stored.read() == content


def test_word_document_is_recognised_by_what_is_inside():
    assert store_upload(upload("brief.docx", DOCX)).content_type.endswith("document")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.png", EXE),
        ("foto.png", b"<svg onload=alert(1)>"),
        ("pagina.html", b"<script>alert(1)</script>"),
        ("tekst.txt", EXE),
        ("brief.docx", zipped(iets="anders")),
        ("brief.docx", zipped(word__document_xml="<w/>", **{"word__vbaProject.bin": "x"})),
        ("brief.odt", b"PK\x03\x04 kapot"),
        ("zonder-einde", PNG),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name, content, tmp_path):
    with pytest.raises(FileTypeNotAllowed):
        store_upload(upload(name, content))
    assert not list(tmp_path.rglob("*.*"))


def test_file_without_content_is_refused():
    with pytest.raises(FileEmpty):
        store_upload(upload("leeg.txt", b""))


def test_file_over_the_limit_is_refused(settings):
    settings.GEHOORD_MAX_FILE_BYTES = 20
    with pytest.raises(FileTooBig):
        store_upload(upload("foto.png", PNG))


@given(st.text())
def test_name_on_the_screen_has_no_folders_and_nothing_unseen(name):
    shown = safe_name(name)

    assert "/" not in shown
    assert "\\" not in shown
    assert "\u202e" not in shown
    assert "\n" not in shown
    assert len(shown) <= 140


def test_name_keeps_its_kind_when_it_is_shortened():
    assert safe_name("C:\\Mijn foto's\\" + "a" * 500 + ".jpeg").endswith("aa.jpeg")
