"""Pieces of a page in another language: how they are written, and that the walk over all pages finds what is wrong."""

import pytest
from django.template import Context, Template
from django.utils.html import conditional_escape
from django.utils.translation import override

from languages.fragments import Fragment, Select, autonym, english, filled, fragment
from languages.table import TABLE
from tests.languages.fragments import of_page
from tests.languages.judging import faults_of_page, faults_of_text

ON_ARABIC = '<html lang="ar" dir="rtl"><body>{}</body></html>'


@pytest.mark.parametrize(
    ("page", "words", "written"),
    [
        ("pl", english("A & B"), '<span lang="en" dir="ltr">A &amp; B</span>'),
        ("en-gb", english("A & B"), "A &amp; B"),
        ("ar", autonym("ar"), "العربية"),
        ("en-gb", autonym("ar"), '<span lang="ar" dir="rtl">العربية</span>'),
        ("tet", fragment("你好", "zh-hans"), '<span lang="zh-Hans" dir="ltr">你好</span>'),
    ],
)
def test_fragment_stands_in_an_element_of_its_own_where_the_page_speaks_otherwise(
    page: str, words: Fragment, written: str
) -> None:
    with override(page):
        assert Template("{{ words }}").render(Context({"words": words})) == written
        assert filled("(%(words)s)", words=words) == f"({written})"
        assert conditional_escape(words) == written


def test_option_carries_the_language_itself() -> None:
    with override("ar"):
        html = Select(choices=[("1", english("Oak & Ash")), ("", "لا")]).render("area", "")
    assert '<option value="1" lang="en" dir="ltr">Oak &amp; Ash</option>' in html
    assert '<option value="" selected>لا</option>' in html


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ("<p>⟦Ours⟧ 999</p>", ["put together: '⟦Ours⟧ 999'"]),
        ("<p>⟦Ours.⟧ <b>⟦And more⟧</b></p>", []),
        ("<p>Never marked</p>", ["escaped: 'Never marked' in p"]),
        ('<p title="Never marked">⟦Ours⟧</p>', ["escaped: 'Never marked' in p title"]),
        ('<input type="submit" value="Send">', ["escaped: 'Send' in input value"]),
        ("<p>⟦Ours, for ⟦a part of it⟧⟧</p>", ["a part of a sentence: 'a part of it' in p"]),
        ("<p>⟦Ours: ⟦a thing by itself⟧⟧</p>", []),
        ("<p>⟪A name⟫</p>", ["said to be in 'ar': 'A name' in p"]),
        ('<p><span lang="en" dir="ltr">⟪A name⟫</span></p>', []),
        ('<p><span lang="en">⟪A name⟫</span></p>', ["runs rtl: 'A name' in span"]),
        ('<p lang="en" dir="ltr">⟦Ours⟧</p>', ["said to be in 'en': 'Ours' in p"]),
        ('<a lang="pl" dir="ltr">Polski</a>', []),
        ("<a>Polski</a>", ["escaped: 'Polski' in a"]),
        ("<p>0808 808 8000</p>", ["a number that turns round: 0808 808 8000"]),
        ('<bdi dir="ltr">0808 808 8000</bdi>', []),
        ('<img alt="⟦Half a wor">', ["cut off: '⟦Half a wor'"]),
    ],
)
def test_page_is_judged(html: str, faults: list[str]) -> None:
    assert list(faults_of_page(of_page(ON_ARABIC.format(html)), TABLE["ar"])) == faults


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("⟦Ring \u20660808 808 8000\u2069⟧ http://hope.example/a/", []),
        ("⟦Ring 0808 808 8000⟧", ["a number that turns round: 0808 808 8000"]),
        ("⟦Ours⟧ and not", ["escaped: 'and not'"]),
        ("⟦Ours ~~⟧ ⟦and ours ~~⟧", ["put together: '⟦Ours ~~⟧ ⟦and ours ~~⟧'"]),
        ("⟦Ours⟧ ⟦cut", ["cut off: '⟦Ours⟧ ⟦cut'"]),
    ],
)
def test_text_is_judged(words: str, faults: list[str]) -> None:
    assert list(faults_of_text(words, TABLE["ar"])) == faults
