"""Addresses in what somebody wrote: clickable, and nothing that pretends to be one."""

import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gehoord.kit.evidence import evidence_html
from gehoord.kit.links import linked

PLAIN = [
    "https://lindehout.example/house-rules/notice/WzE2XQ:a-b_/",
    "http://localhost:8162/huisregels",
    "HTTPS://Winkel.example/Retour?zaak=1&dag=2#stap-3",
    "https://winkel.example/wiki/Kast_(meubel)",
    "https://café.example/menu",
]
AROUND = [
    "{}",
    "Lees {}.",
    "({})",
    "Zie {}, of bel.",
    "‘{}’",
    "“{}”!",
    "Hier:\n{}\n\nGroet",
    "<{}>",
]
HOSTILE = [
    "javascript:alert(1)",
    "jAvAsCrIpT://winkel.example/%0aalert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "ftp://winkel.example/",
    "file:///etc/passwd",
    "www.winkel.example",
    "//winkel.example",
    "xhttps://winkel.example",
    "http://",
    "http://...",
    "http:///winkel.example",
    "https://bank.example@evil.example/",
    "https://bank.example:443@evil.example/",
    "http://[",
    "http://winkel.example:hallo/",
    "https://winkel.example/" + "a" * 2000,
]


class Anchors(HTMLParser):
    """Reads back what a browser would follow."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.attributes = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag == "a"
        self.attributes.append(dict(attrs))


def links(text):
    return [each["href"] for each in Anchors(linked(text)).attributes]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("address", PLAIN)
def test_address_is_a_link_without_the_marks_around_it(address, around):
    assert links(around.format(address)) == [address]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_address_of_a_site_stays_text(text):
    html = linked(f"Kijk op {text} snel")
    assert "<a" not in html
    assert unescape(html) == f"Kijk op {text} snel"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\xad", "\\", '"', "'", "<", "`"])
def test_link_ends_where_a_mark_could_hide_where_it_goes(hidden):
    assert links(f"https://winkel.example/{hidden}onclick=alert(1)") == ["https://winkel.example/"]


def test_link_opens_apart_and_tells_the_site_nothing():
    (attributes,) = Anchors(linked("https://winkel.example/")).attributes
    assert attributes == {
        "href": "https://winkel.example/",
        "target": "_blank",
        "rel": "nofollow noopener noreferrer",
    }


pieces = st.sampled_from(
    [
        "https://a.nl/",
        "http://",
        "<b>",
        "</a>",
        '"',
        "'",
        "&",
        "&amp;",
        ")",
        "(",
        ".",
        " ",
        "\n",
        "@",
    ]
)
texts = st.lists(pieces | st.text(max_size=4), max_size=12).map("".join)


@given(texts)
@example('https://a.nl/"><img src=x onerror=alert(1)>')
@example("https://a.nl/</a><script>alert(1)</script>")
def test_links_add_only_anchors_that_show_where_they_go(text):
    html = linked(text)
    without = re.sub(r'</?a(?: href="[^"<>]*" target="_blank" rel="[a-z ]+")?>', "", html)
    assert "<" not in without
    assert unescape(without) == text
    for address, shown in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', html):
        assert address == shown
        assert unescape(address).lower().startswith(("http://", "https://"))


def test_underlined_words_and_links_go_together():
    text = "Wat een troep https://winkel.example/troep is dit"
    html = evidence_html(text, [{"start": 8, "end": 45, "label": "anger-3", "why": "troep"}])
    assert '<a href="https://winkel.example/troep" target="_blank"' in html
    assert '<mark class="ev ev--3" title="' in html
    assert html.count("</mark></a>") == 1
    assert unescape(re.sub(r"<[^>]+>", "", html)) == text


@pytest.mark.parametrize(
    "text", ["http://" * 20_000, "https://a.nl/" + ")" * 200_000, "(" * 200_000]
)
def test_a_text_without_end_is_read_at_once(text):
    begun = time.monotonic()
    assert unescape(linked(text)) == text
    assert time.monotonic() - begun < 2
