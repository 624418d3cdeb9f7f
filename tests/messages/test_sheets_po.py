"""A language of the library out to translators as PO, and in again as drafts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from languages.table import LANGUAGES
from messages.letters import text_of
from messages.models import Message, Translation
from messages.sheets import po_files
from messages.sheets.applying import apply
from messages.sheets.cells import even
from messages.sheets.po_files import Text
from messages.sheets.po_writing import export
from messages.sheets.writing import export as export_sheet
from messages.stages import Stage, StageKind
from tests import factories
from tests.messages.po_kit import POLISH, english, put, refused, translated
from tests.messages.sheets_kit import TODAY, open_rows, plan, translation
from tests.messages.test_sheets_import import draft, person
from tests.messages.test_sheets_round_trip import awkward, library

# What a file of lines and quotes could spoil, and letters of several scripts.
WORDS = st.text('ab"\\\\\n\r\t{}#|~,%\u2028\x85\u200d\u2069żم漢🙂 ', max_size=30).map(even)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the machine may be busy
@given(st.dictionaries(st.text("abc/_6", min_size=1), st.tuples(WORDS.filter(bool), WORDS, st.booleans(), WORDS)))
def test_any_words_come_back_as_they_went_out(held: dict[str, tuple[str, str, bool, str]]) -> None:
    texts = [
        Text(context=context, english=english, words=words, fuzzy=fuzzy, before=before, remarks=[before])
        for context, (english, words, fuzzy, before) in held.items()
    ]
    file = po_files.write(LANGUAGES["ga"], "Made.", texts)
    back = po_files.read(file)
    assert po_files.looks_like(file)
    assert [(x.context, x.english, x.words, x.fuzzy) for x in back.entries] == [
        (x.context, x.english, x.words, x.fuzzy) for x in texts
    ]
    assert back.head["x-hope-holds"] == po_files.holds("ga", back.entries)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["pl", "ar", "zh-hans", "uk", "so", "tet"])
@pytest.mark.parametrize("only_needed", [False, True])
def test_awkward_words_out_and_in_change_nothing(code: str, *, only_needed: bool) -> None:
    awkward()
    Translation.objects.filter(language__in=["ar", "uk"]).update(made_from="an older one")
    before, file = library(), export(code, only_needed=only_needed)
    done = apply(file, "library.po", None, TODAY)
    assert (done.faults, done.rows) == ([], [])
    assert library() == before
    assert export(code, only_needed=only_needed) == file


@pytest.fixture
def made() -> Message:
    return english()


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
def test_new_translation_comes_as_a_draft_in_somebodys_name() -> None:
    user = person("add_translation")
    done = apply(translated(export("pl"), **POLISH), "pl.po", user, TODAY)
    assert (done.faults, done.new, done.changed) == ([], 1, 0)
    words = Translation.objects.get()
    assert {name: getattr(words, name) for name in ("topic", "action", "why", "sms")} == {
        name: POLISH[name] for name in ("topic", "action", "why", "sms")
    }
    assert (text_of(words.email), words.live, words.latest_revision.user) == ("Hej.", False, user)
    assert (words.is_stale, Message.objects.get().latest_revision) == (False, None)


@pytest.mark.django_db
def test_entry_says_what_the_text_is_how_long_and_where_it_stands(made: Message) -> None:
    translation(made, "pl", sms="Hej.")
    entry = next(x for x in export("pl").decode().split("\n\n") if "/sms" in x)
    assert entry.split("\n") == [
        "#. week of age 6, carer: baby_week 6",
        "#. The text message.",
        "#. At most 5 segments: 335 characters, with the numbers filled in.",
        "#. State: live; not all of it is translated yet.",
        'msgctxt "baby_week/6/carer/sms"',
        'msgid "Ring {lifeline.phone}."',
        'msgstr "Hej."',
    ]


def contexts(file: bytes, *, fuzzy: bool | None = None) -> list[str]:
    """The fields that a file has entries of."""
    entries = po_files.read(file).entries
    return [x.context.rpartition("/")[2] for x in entries if fuzzy in (None, x.fuzzy)]


ALL = ["topic", "action", "why", "sms", "subject", "email"]


@pytest.mark.django_db
def test_only_what_is_missing_or_stale_goes_out(made: Message) -> None:
    other = translation(made, "pl", **{**POLISH, "topic": "Temat", "sms": "", "subject": "Temat"})
    assert (contexts(export("pl")), contexts(export("pl", only_needed=True))) == (ALL, ["sms"])
    Translation.objects.filter(pk=other.pk).update(sms="Dzwoń {lifeline.phone}.")
    assert contexts(export("pl", only_needed=True)) == []
    assert contexts(export("ar", only_needed=True)) == ALL
    Translation.objects.filter(pk=other.pk).update(made_from="an older one")
    assert contexts(export("pl", only_needed=True), fuzzy=True) == ALL


def changed_english(made: Message) -> Translation:
    """A whole Polish translation, whose English says something else in its text since."""
    made.save_revision()
    words = translation(made, "pl", **{**POLISH, "subject": "Temat"})
    made.sms = "Do ring {lifeline.phone}."
    made.save_revision().publish()
    return words


@pytest.mark.django_db
def test_stale_text_is_doubtful_and_shows_its_former_english(made: Message) -> None:
    changed_english(made)
    file = export("pl")
    assert contexts(file, fuzzy=True) == ["sms"]
    assert b'#, fuzzy\n#| msgid "Ring {lifeline.phone}."\nmsgctxt "baby_week/6/carer/sms"' in file
    found = plan(file)
    assert (found.rows, found.unchanged) == ([], 1)
    assert found.notes == [
        "A row is named by its line in the file.",
        "One text is marked as doubtful (fuzzy) and was not taken.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("new", ["Prosze dzwonić {lifeline.phone}.", POLISH["sms"]])
def test_stale_text_whose_doubt_is_taken_away_is_beside_the_english_of_now(made: Message, new: str) -> None:
    """Written anew, or found to be right as it is: either way as a draft."""
    words = changed_english(made)
    file = put(export("pl"), ("#, fuzzy\n", ""), (f'msgstr "{POLISH["sms"]}"', f'msgstr "{new}"'))
    assert apply(file, "pl.po", None, TODAY).changed == 1
    assert (draft(words).sms, draft(words).is_stale) == (new, False)
    assert Translation.objects.get().is_stale
    assert contexts(export("pl"), fuzzy=True) == []
    draft(words).get_latest_revision().publish()
    assert not Translation.objects.get().is_stale


@pytest.mark.django_db
def test_words_that_do_not_fit_the_english_of_now_are_not_taken_for_right(made: Message) -> None:
    made.save_revision()
    translation(made, "pl", **{**POLISH, "subject": "Temat"})
    made.sms = "Ring {childline.phone}."
    made.save_revision().publish()
    before = library()
    said = refused(put(export("pl"), ("#, fuzzy\n", "")))
    assert [x for x in said if "The placeholders differ from the English" in x] == said != []
    assert library() == before


@pytest.mark.django_db
def test_another_text_of_a_stale_translation_does_not_renew_it(made: Message) -> None:
    words = changed_english(made)
    apply(put(export("pl"), ('msgstr "Bo tak."', 'msgstr "Bo to pomaga."')), "pl.po", None, TODAY)
    assert (draft(words).why, draft(words).is_stale) == ("Bo to pomaga.", True)
    assert contexts(export("pl"), fuzzy=True) == ["sms"]


@pytest.mark.django_db
def test_part_of_a_translation_does_not_renew_what_went_stale_meanwhile(made: Message) -> None:
    words = translation(made, "pl", **{**POLISH, "subject": ""})
    file = translated(export("pl", only_needed=True), subject="Temat")
    made.sms = "Do ring {lifeline.phone}."
    made.save_revision().publish()
    assert apply(file, "pl.po", None, TODAY).changed == 1
    assert (draft(words).subject, draft(words).is_stale) == ("Temat", True)


@pytest.mark.django_db
def test_blank_and_doubtful_entries_are_left_as_they_are(made: Message) -> None:
    words = translation(made, "pl", **{**POLISH, "subject": "Temat"})
    file = put(export("pl"), ('msgstr "Bo tak."', 'msgstr ""'), ('msgstr "Zrób to."', 'msgstr "Rób to."'))
    file = put(file, ('msgctxt "baby_week/6/carer/sms"', '#, fuzzy\nmsgctxt "baby_week/6/carer/sms"'))
    file = put(file, ('msgstr "Dzwoń {lifeline.phone}."', 'msgstr "Nie wiem {lifeline.phone}."'))
    assert [x.column for x in plan(file).rows[0].changes] == ["action"]
    apply(file, "pl.po", None, TODAY)
    assert (draft(words).why, draft(words).sms, draft(words).action) == ("Bo tak.", POLISH["sms"], "Rób to.")


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
def test_spreadsheet_of_what_is_needed_has_rows_to_fill_in() -> None:
    whole = factories.message(Stage(StageKind.BABY_WEEK, 7), sms="Hello.")
    translation(whole, "pl", **{**POLISH, "sms": "Hej.", "email": ""})
    found = open_rows(export_sheet("csv", ["en", "pl"], only_needed=True))
    assert [(x["number"], x["language"], x["topic"], x["needs"]) for x in found] == [
        ("6", "en", "baby_week 6", ""),
        ("6", "pl", "", "missing"),
    ]
    assert plan(export_sheet("xlsx", ["en", "pl"], only_needed=True)).unchanged == 2
    Translation.objects.update(made_from="an older one")
    found = open_rows(export_sheet("csv", ["en", "pl"], only_needed=True))
    assert [(x["number"], x["language"], x["needs"]) for x in found][2:] == [("7", "en", ""), ("7", "pl", "stale")]
