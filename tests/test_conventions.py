"""House rules that a machine can check."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import drawing, drawing_limits

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "gehoord"
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
OURS = [
    path
    for folder in ("src", "tests", "bench")
    for kind in ("*.py", "*.js", "*.css", "*.html")
    for path in (ROOT / folder).rglob(kind)
    if "migrations" not in path.parts
]
SIGN_IN = "allauth"
OPEN_NAMESPACES = {"portal", "rules", "mail_door", SIGN_IN}
"""Customers and mail servers are not signed in: a token or a signature is checked. Sign-in is open."""


def urls(resolver: URLResolver | None = None, namespace: str = ""):
    """Every address of the product with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace, entry
        else:
            is_sign_in = getattr(entry.urlconf_module, "__name__", "").startswith(SIGN_IN)
            yield from urls(entry, SIGN_IN if is_sign_in else entry.namespace or namespace)


def test_only_the_customers_pages_and_sign_in_are_open_to_visitors():
    open_pages = {
        (namespace, entry.name)
        for namespace, entry in urls()
        if not getattr(entry.callback, "login_required", True)
    }

    assert {page for page in open_pages if page[0] not in OPEN_NAMESPACES} == set()


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short_enough_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "name", ["utils", "helpers", "misc", "common", "services", "manager", "managers"]
)
def test_no_module_is_named_after_nothing(name):
    assert [path for path in MODULES if path.stem == name or path.parent.name == name] == []


WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
FORMS_AND_PAGES = {"views", "forms"}


def test_pages_and_forms_write_nothing():
    """Pages read; actions write."""
    offenders = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.func.attr}"
        for path in MODULES
        if FORMS_AND_PAGES & {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
    ]

    assert offenders == []


HEART = {
    *("Case", "Part", "Conversation", "Message", "Note", "Draft", "Presence", "Event"),
    "Proposal",
}
MAY_WRITE_THE_HEART = {"cases", "demo"}
"""The demonstration sets moments back in time, which no action may do."""


def test_only_the_actions_of_cases_write_the_heart():
    offenders = []
    for path in MODULES:
        package = path.relative_to(SOURCE).parts[0]
        if package in MAY_WRITE_THE_HEART or "tests" in path.parts:
            continue
        source = path.read_text("utf-8")
        writes = "|".join(WRITES | {"update"})
        found = re.findall(rf"\b(?:{'|'.join(HEART)})\.objects\b[^\n]*\.(?:{writes})\(", source)
        offenders += [f"{path.relative_to(SOURCE)}: {line}" for line in found]

    assert offenders == []


BEHIND_GLASS = "mail_frame.html"
"""The frame of a customer's mail: it has no origin, so no file of ours, and a policy of its own."""


@pytest.mark.parametrize(
    "path",
    [p for p in OURS if p.suffix == ".html" and p.name != BEHIND_GLASS],
    ids=lambda p: p.name,
)
def test_template_has_no_inline_script_or_style(path):
    """The content security policy would switch it off without a word."""
    source = path.read_text("utf-8")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", source) == []
    scripts = re.findall(r"<script\b([^>]*)>", source)
    assert [s for s in scripts if "src=" not in s and "application/json" not in s] == []


def test_no_committed_file_names_a_package_index():
    locked = (ROOT / "requirements").glob("*.txt")

    assert [path.name for path in locked if re.search(r"https?://", path.read_text())] == []


def test_every_setting_is_documented_and_every_documented_setting_exists():
    source = "".join(path.read_text("utf-8") for path in MODULES if "tests" not in path.parts)
    read = set(re.findall(r'\b(?:env|environment)\.\w+\(\s*"([A-Z_]+)"', source))
    guide = (ROOT / "docs" / "guides" / "settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", guide, re.MULTILINE))

    assert read == documented


def test_docs_show_the_tables_the_product_runs_on():
    assert drawing.GUIDE.read_text("utf-8") == drawing.page()
    assert drawing_limits.GUIDE.read_text("utf-8") == drawing_limits.page()
