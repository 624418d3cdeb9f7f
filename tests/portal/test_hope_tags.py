"""What templates ask for: languages, controls and numbers."""

import pytest
from django import forms
from django.template import Context
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from languages.table import INTERFACE, TABLE
from portal.templatetags.hope import Tongue, control, dialled, first_control, numbers, switch_languages, tongue
from tests.journeys.look_urls import EveryField


@pytest.mark.urls("tests.journeys.look_urls")
def test_languages_lead_to_this_page_and_keep_its_query(rf: RequestFactory, settings: Settings) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic"), ("zh-hans", "Chinese")]
    with translation.override("ar"):
        found = switch_languages(Context({"request": rf.get("/ar/question/?step=2&from=web")}))
    assert found == [
        Tongue(url="/question/?step=2&from=web", tag="en-GB", autonym="English", direction="ltr", is_current=False),
        Tongue(url="/ar/question/?step=2&from=web", tag="ar", autonym="العربية", direction="rtl", is_current=True),
        Tongue(
            url="/zh-hans/question/?step=2&from=web",
            tag="zh-Hans",
            autonym="简体中文",
            direction="ltr",
            is_current=False,
        ),
    ]


def test_languages_of_a_page_without_a_request_are_still_listed() -> None:
    found = [language.autonym for language in switch_languages(Context({}))]
    assert found == [TABLE[code].autonym for code in INTERFACE]


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "en"), ("en-gb", "en-GB"), ("zh-hans", "zh-Hans"), ("tet", "tet")]
)
def test_language_code_is_written_as_html_writes_it(code: str, expected: str) -> None:
    assert tongue(code) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 0808 808 8000.", 'Ring <bdi dir="ltr">0808 808 8000</bdi>.'),
        ("+44 7700 900123", '<bdi dir="ltr">+44 7700 900123</bdi>'),
        ("116 123, or 07700900123", '<bdi dir="ltr">116 123</bdi>, or <bdi dir="ltr">07700900123</bdi>'),
        ("In danger, ring 999. 10 minutes, twice.", "In danger, ring 999. 10 minutes, twice."),
        ("من 18:30–20:00، £3.50", "من \u206618:30–20:00\u2069، \u2066£3.50\u2069"),
        ("<b>it's</b>", "&lt;b&gt;it&#x27;s&lt;/b&gt;"),
    ],
)
def test_telephone_numbers_are_isolated_and_the_rest_is_escaped(text: str, expected: str) -> None:
    assert numbers(text) == expected


def test_number_is_dialled_without_its_spaces() -> None:
    assert dialled("+44 (0)28 9000-0000") == "+4402890000000"


def test_each_field_has_a_control_for_the_error_summary_to_lead_to() -> None:
    ids = {field.name: first_control(field) for field in EveryField()}
    assert ids == {
        "phone": "id_phone",
        "email": "id_email",
        "name": "id_name",
        "story": "id_story",
        "who": "id_who_0",
        "hours": "id_hours_0",
        "language": "id_language",
        "due": "id_due_0",
        "agree": "id_agree",
    }


def test_control_in_error_keeps_its_own_class_and_names_its_error() -> None:
    class Short(forms.Form):
        number = forms.CharField(widget=forms.TextInput(attrs={"class": "hope-code"}))

    assert control(Short({})["number"]) == (
        '<input type="text" name="number" class="govuk-input govuk-input--error hope-code" dir="auto" required '
        'aria-invalid="true" aria-describedby="id_number_error" id="id_number">'
    )
