import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from gehoord.kit.evidence import evidence_html

spans = st.lists(
    st.fixed_dictionaries(
        {
            "start": st.integers(-3, 60),
            "end": st.integers(-3, 60),
            "label": st.sampled_from(["anger-1", "anger-2", "anger-3", "anger-4", "fact", ""]),
            "why": st.sampled_from(["", 'zegt "<b>"', "dreigt"]),
        }
    ),
    max_size=8,
)
texts = st.text(st.sampled_from("ab<>&\"' \n\r\të🙂\u200f"), max_size=60) | st.text(max_size=60)


class Marks(HTMLParser):
    """Reads back what was drawn: the tags, and the level over every character."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.levels, self.level = set(), [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "mark":
            assert self.level == 0, "two lines under one word"
            self.level = int(dict(attrs)["class"][-1])

    def handle_endtag(self, tag):
        if tag == "mark":
            self.level = 0

    def handle_data(self, data):
        self.levels += [self.level] * len(data)


@given(texts, spans)
@example("<script>alert(1)</script>", [{"start": 0, "end": 8, "label": "anger-4", "why": ""}])
def test_evidence_adds_only_tags_and_keeps_every_character(text, evidence):
    html = evidence_html(text, evidence)
    without_tags = re.sub(
        r"</?(?:p|br|mark)(?: class=\"ev ev--\d\" title=\"[^\"<>]*\")?>", "", html
    )
    assert "<" not in without_tags
    assert ">" not in without_tags
    assert unescape(without_tags) == text
    assert Marks(html).tags <= {"p", "br", "mark"}


@given(st.text("ab c.", max_size=60), spans)
def test_evidence_underlines_with_the_highest_level_and_one_line_per_word(text, evidence):
    levels = Marks(evidence_html(text, evidence)).levels
    for position, level in enumerate(levels):
        covering = [
            int(span["label"][-1])
            for span in evidence
            if span["label"].startswith("anger") and span["start"] <= position < span["end"]
        ]
        assert level >= max(covering, default=0)
        assert bool(level) == bool(covering)
    for word in re.finditer(r"\w+", text):
        assert len(set(levels[word.start() : word.end()]) - {0}) <= 1


def test_evidence_says_how_angry_and_why():
    html = evidence_html(
        "Jullie liegen gewoon.",
        [{"start": 7, "end": 20, "label": "anger-3", "why": "noemt ons een leugenaar"}],
    )
    assert 'class="ev ev--3"' in html
    assert "noemt ons een leugenaar" in html
    assert ">liegen gewoon</mark>." in html


def test_evidence_keeps_paragraphs_and_lines():
    html = evidence_html("Dag,\nik wacht.\n\nGroet", [])
    assert html == "<p>Dag,<br>\nik wacht.</p>\n\n<p>Groet</p>"
