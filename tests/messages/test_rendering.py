"""From a message to the words one parent gets."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from directory.models import Service
from messages.models import Message, Translation
from messages.placeholders import UnknownPlaceholderError, fill
from messages.rendering import Renderer, Rendering
from messages.stages import Part, Stage, StageKind
from subscribers.models import Journey
from tests.factories import JOINED, message, translation

BABY_WEEK = StageKind.BABY_WEEK


def parent(language: str = "en", fallback: str = "en") -> Journey:
    """A parent's choice of language; nothing else of a journey matters to the words."""
    return Journey(language=language, fallback=fallback)


def render(found: Message, journey: Journey, channel: str = "sms") -> Rendering | None:
    return Renderer([found.pk]).render(found.pk, channel, journey)


def words(found: Message, journey: Journey, channel: str = "sms") -> str | None:
    """The text that a parent gets, None for nothing at all."""
    rendering = render(found, journey, channel)
    return rendering.text if rendering else None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bodies", "language", "fallback", "expected"),
    [
        ({"sms": "Hello", "sms_pl": "Cześć"}, "en", "en", "Hello"),
        ({"sms": "Hello", "sms_pl": "Cześć"}, "pl", "en", "Cześć"),
        ({"sms": "Hello", "sms_pl": "Cześć"}, "pl", "none", "Cześć"),
        ({"sms": "Hello", "sms_pl": "Cześć"}, "ar", "en", "Hello"),
        ({"sms": "Hello", "sms_pl": "Cześć"}, "ar", "none", None),
        ({"sms_pl": "Cześć"}, "ar", "en", None),
        ({"sms_pl": "Cześć"}, "en", "en", None),
        ({"sms_pl": "Cześć"}, "en", "none", None),
        ({"email": "Hello", "email_pl": "Cześć"}, "pl", "en", None),
        # blank counts as missing
        ({"sms": "Hello", "sms_pl": ""}, "pl", "en", "Hello"),
        ({"sms": "Hello", "sms_pl": ""}, "pl", "none", None),
        ({"sms": ""}, "en", "en", None),
        ({"sms": "Hello", "sms_pl": "  \n"}, "pl", "en", "Hello"),
        ({"sms": " "}, "en", "en", None),
    ],
)
def test_language_and_fallback(bodies: dict[str, str], language: str, fallback: str, expected: str | None) -> None:
    assert words(message(Stage(BABY_WEEK, 7), **bodies), parent(language, fallback)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unapproved", "demo", "expected"),
    [
        ([], False, "Cześć"),
        (["pl"], False, "Hello"),
        (["en"], False, "Cześć"),
        (["pl", "en"], False, None),
        ([], True, "Cześć"),
        (["pl"], True, "Cześć"),
        (["pl", "en"], True, "Cześć"),
    ],
)
def test_unapproved_wording_is_sent_in_a_demo_only(
    unapproved: list[str], expected: str | None, settings: Settings, *, demo: bool
) -> None:
    found = message(Stage(BABY_WEEK, 7), sms="Hello", sms_pl="Cześć")
    Translation.objects.filter(language__in=unapproved).update(approved_by="")
    if "en" in unapproved:
        Message.objects.update(approved_by="")
    settings.DEMO = demo
    assert words(found, parent("pl")) == expected


@pytest.mark.django_db
def test_blank_words_are_not_sent_in_a_demo_either(settings: Settings) -> None:
    settings.DEMO = True
    assert words(message(Stage(BABY_WEEK, 7), sms=""), parent()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize(
    ("changes", "expected_en", "expected_pl"),
    [
        ({}, "Hello", "Cześć"),
        ({"held_at": JOINED}, None, None),
        ({"live": False}, None, None),
    ],
)
def test_message_held_or_unpublished_takes_its_translations_with_it(
    changes: dict[str, object], expected_en: str | None, expected_pl: str | None, settings: Settings, *, demo: bool
) -> None:
    """While its English is withdrawn, nobody knows what a translation says; a demo obeys that too."""
    settings.DEMO = demo
    found = message(Stage(BABY_WEEK, 7), sms="Hello", sms_pl="Cześć")
    Message.objects.update(**changes)
    assert (words(found, parent()), words(found, parent("pl"))) == (expected_en, expected_pl)


@pytest.mark.django_db
def test_unpublished_translation_gives_way_to_the_fallback() -> None:
    found = message(Stage(BABY_WEEK, 7), sms="Hello", sms_pl="Cześć")
    Translation.objects.update(live=False)
    assert (words(found, parent("pl")), words(found, parent("pl", "none"))) == ("Hello", None)


TOLD = ("Why.", "Do.", "Done.")
TOLD_IN_POLISH = ("Czemu.", "Zrób.", "Brawo.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bodies", "language", "fallback", "in_parts", "expected"),
    [
        # told in parts: the three, on their days
        ({"sms": "All.", "trio": TOLD}, "en", "en", True, [("Why.", False), ("Do.", False), ("Done.", False)]),
        # told whole: one, and nothing on the other days
        ({"sms": "All.", "trio": TOLD}, "en", "en", False, [("All.", True), None, None]),
        # a language without its trio gives the whole message once, and does not fall back to English for the parts
        ({"sms": "All.", "trio": TOLD, "sms_pl": "Całość."}, "pl", "en", True, [("Całość.", True), None, None]),
        # no words in the language at all: the fallback, in parts
        ({"sms": "All.", "trio": TOLD}, "pl", "en", True, [("Why.", False), ("Do.", False), ("Done.", False)]),
        ({"sms": "All.", "trio": TOLD}, "pl", "none", True, [None, None, None]),
        (
            {"sms": "All.", "trio": TOLD, "sms_pl": "Całość.", "trio_pl": TOLD_IN_POLISH},
            "pl",
            "none",
            True,
            [("Czemu.", False), ("Zrób.", False), ("Brawo.", False)],
        ),
        # one of three missing: none of them is sent
        ({"sms": "All.", "trio": ("Why.", "", "Done.")}, "en", "en", True, [("All.", True), None, None]),
        # nothing but a trio: whoever is told whole gets nothing
        ({"trio": TOLD}, "en", "en", True, [("Why.", False), ("Do.", False), ("Done.", False)]),
        ({"trio": TOLD}, "en", "en", False, [None, None, None]),
        # only an English trio, and Polish words by e-mail only: the trio in English
        ({"trio": TOLD, "email_pl": "List"}, "pl", "en", True, [("Why.", False), ("Do.", False), ("Done.", False)]),
    ],
)
def test_trio_by_language_and_frequency(
    bodies: dict[str, Any],
    language: str,
    fallback: str,
    expected: list[tuple[str, bool] | None],
    *,
    in_parts: bool,
) -> None:
    """What each of the three days brings: the text, and whether it is the whole message."""
    found = message(Stage(BABY_WEEK, 7), **bodies)
    renderer = Renderer([found.pk])
    days = [renderer.render(found.pk, "sms", parent(language, fallback), part, in_parts=in_parts) for part in Part]
    assert [(one.text, one.whole) if one else None for one in days] == expected


@pytest.mark.django_db
def test_letter_comes_once_however_a_message_is_told() -> None:
    found = message(Stage(BABY_WEEK, 7), email="A letter.", trio=TOLD)
    renderer = Renderer([found.pk])
    days = [renderer.render(found.pk, "email", parent(), part, in_parts=True) for part in Part]
    assert [(one.text, one.whole) if one else None for one in days] == [("A letter.", True), None, None]


@pytest.mark.django_db
def test_part_of_a_trio_is_filled_and_measured_by_itself() -> None:
    found = message(Stage(BABY_WEEK, 7), trio=("Why.", "a" * 148 + "{lifeline.phone}", "Done."))
    rendering = Renderer([found.pk]).render(found.pk, "sms", parent(), Part.SECOND, in_parts=True)
    assert rendering == Rendering(
        version=found.version,
        language="en",
        whole=False,
        subject="",
        preheader="",
        text="a" * 148 + "0808 808 8000",
        segments=2,
    )


@pytest.mark.django_db
def test_text_message_in_every_detail() -> None:
    found = message(Stage(BABY_WEEK, 7), sms="Ring Lifeline on {lifeline.phone}.", email="Hello")
    Message.objects.update(version=4)
    assert render(found, parent()) == Rendering(
        version=4,
        language="en",
        whole=True,
        subject="",
        preheader="",
        text="Ring Lifeline on 0808 808 8000.",
        segments=1,
    )


@pytest.mark.django_db
def test_email_in_every_detail() -> None:
    found = message(Stage(BABY_WEEK, 7), sms="Hello", email_pl="Zobacz {family_support.url}")
    polish = translation(found, "pl")
    Translation.objects.filter(pk=polish.pk).update(subject="Temat", preheader="Wstęp")
    assert render(found, parent("pl"), "email") == Rendering(
        version=polish.version,
        language="pl",
        whole=True,
        subject="Temat",
        preheader="Wstęp",
        text="Zobacz familysupportni.gov.uk",
        segments=0,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("a" * 147 + "{lifeline.phone}", 1),
        ("a" * 148 + "{lifeline.phone}", 2),
        ("ż" * 57 + "{lifeline.phone}", 1),
        ("ż" * 58 + "{lifeline.phone}", 2),
    ],
)
def test_segments_are_those_of_the_words_that_are_sent(body: str, segments: int) -> None:
    """The number that stands in place of the placeholder has 13 characters."""
    rendering = render(message(Stage(BABY_WEEK, 7), sms=body), parent())
    assert rendering is not None
    assert rendering.segments == segments


@pytest.mark.django_db
@pytest.mark.parametrize(
    "placeholder",
    [
        "{nobody.phone}",
        "{lifeline}",
        "{lifeline.}",
        "{.phone}",
        "{}",
        "{lifeline.pk}",
        "{lifeline.phone.x}",
        "{Lifeline.phone}",
        "{ lifeline.phone }",
        "{healthy_start.phone}",  # a service without a number
    ],
)
def test_unknown_placeholder_is_named(placeholder: str) -> None:
    found = message(Stage(BABY_WEEK, 7), sms=f"Ring {{lifeline.phone}} or {placeholder} now.")
    with pytest.raises(UnknownPlaceholderError) as caught:
        words(found, parent())
    assert caught.value.args == (placeholder,)


@pytest.mark.django_db
def test_changed_number_is_in_the_next_rendering() -> None:
    found = message(Stage(BABY_WEEK, 7), sms="{lifeline.phone}")
    Service.objects.filter(code="lifeline").update(phone="07700 900123")
    assert words(found, parent()) == "07700 900123"


@pytest.mark.django_db
def test_message_that_was_not_asked_for() -> None:
    one, other = message(Stage(BABY_WEEK, 7)), message(Stage(BABY_WEEK, 8))
    assert Renderer([one.pk]).render(other.pk, "sms", parent()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_messages(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bodies = {"sms": "{lifeline.phone}", "sms_pl": "{sands.phone}", "email": "{lullaby.url}"}
    found = [message(Stage(BABY_WEEK, number), **bodies).pk for number in range(rows)]
    with django_assert_num_queries(3):  # the services, the English and the translations
        renderer = Renderer(found)
        sent = [renderer.render(pk, channel, parent("pl")) for pk in found for channel in ("sms", "email")]
    assert None not in sent


@given(st.text(st.characters(exclude_characters="{}")))
def test_text_without_placeholders_stays_as_it_is(text: str) -> None:
    assert fill(text, {}) == text


@given(st.lists(st.text(st.characters(exclude_characters="{}")), min_size=1))
def test_every_placeholder_is_filled_in_its_place(parts: list[str]) -> None:
    services = {"lifeline": Service(code="lifeline", phone="07700 900123")}
    assert fill("{lifeline.phone}".join(parts), services) == "07700 900123".join(parts)
