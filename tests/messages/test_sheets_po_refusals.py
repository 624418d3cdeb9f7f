"""Files of translators that are not right: each is refused in a whole sentence, and changes nothing."""

from typing import Any

import pytest

from languages.table import LANGUAGES
from messages.models import Message
from messages.sheets import po_files
from messages.sheets.applying import apply
from messages.sheets.po_files import Text
from messages.sheets.po_writing import export
from messages.sheets.scope import Scope
from messages.sheets.writing import export as export_sheet
from tests.messages.po_kit import POLISH, english, full, put, refused
from tests.messages.sheets_kit import TODAY, faults, plan, translation
from tests.messages.test_sheets_import import person
from tests.messages.test_sheets_round_trip import library

FRESH = "Fetch a fresh file."
HEAD = "Language: pl\\n"
FORMS = LANGUAGES["pl"].plural.header
PLACEHOLDERS = "Its placeholders have to be those of the English, letter for letter: {lifeline.phone}."
NONE = "Its placeholders have to be those of the English, letter for letter: none."
UNKNOWN = "We have no text of this name (msgctxt). Fetch a fresh file, and leave the names as they are."
CUT = "The file cannot be read from here on. Was it cut, or is a quote missing? Send the whole file."


@pytest.fixture
def made() -> Message:
    return english()


def edited(before: str, after: str) -> Any:
    return lambda file: put(file, (before, after))


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda file: full(file, sms="Dzwoń."), f"row 40, sms [Dzwoń.]: {PLACEHOLDERS}"),
        (
            lambda file: full(file, sms="{lifeline.phone} {childline.phone}"),
            f"row 40, sms [{{lifeline.phone}} {{childline.phone}}]: {PLACEHOLDERS}",
        ),
        (
            lambda file: full(file, sms="{lifeline.phone} {lifeline"),
            f"row 40, sms [{{lifeline.phone}} {{lifeline]: {PLACEHOLDERS}",
        ),
        (
            lambda file: full(file, why="{lifeline.phone}"),
            f"row 32, why [{{lifeline.phone}}]: {NONE}",
        ),
        (
            edited('msgid "It helps."\n', 'msgid "It helps."\nmsgid_plural "They help."\n'),
            'row 33 [msgid_plural "They help."]: This entry has a plural form, and no text of ours has one. ' + FRESH,
        ),
        (edited(f"Plural-Forms: {FORMS}\\n", "X-No: 1\\n"), f"Its line Plural-Forms has to be: {FORMS}"),
        (
            edited(f"Plural-Forms: {FORMS}", "Plural-Forms: nplurals=2; plural=n != 1;"),
            f"Its line Plural-Forms has to be: {FORMS}",
        ),
        (edited(HEAD, "X-No: 1\\n"), f"The head does not name the language (Language). {FRESH}"),
        (
            edited(HEAD, "Language: tlh\\n"),
            f"The head says that the language is tlh, and we translate into none of that name. {FRESH}",
        ),
        (
            edited(HEAD, "Language: en_GB\\n"),
            f"The head says that the language is en_GB, and we translate into none of that name. {FRESH}",
        ),
        (
            lambda file: put(file, (HEAD, "Language: ar\\n"), (FORMS, LANGUAGES["ar"].plural.header)),
            "The file was exported for Polish, and its head says Arabic. Choose the right file.",
        ),
        (
            lambda file: file[file.index(b"#. week") :],
            f"The head is missing: the first entry, with the language. Was the file cut? {FRESH}",
        ),
        (lambda file: file[: file.rindex(b"msgid") + 12], f"row 56: {CUT}"),
        (
            lambda file: file[: file.index(b"#. week", file.index(b"/why"))],
            "3 texts of the export are missing: the file was cut, or they were taken out. Send the whole file.",
        ),
        (
            lambda file: file[: file.rindex(b"#. week")],
            "One text of the export is missing: the file was cut, or it was taken out. Send the whole file.",
        ),
        (
            edited("X-Hope-Holds: ", "X-Held: "),
            f"The head does not say what the file held when it was exported (X-Hope-Holds). {FRESH}",
        ),
        (
            edited('msgid "It helps."', 'msgid "It does help."'),
            "Names or English (msgctxt, msgid) are not as they were exported. Fetch a fresh file; keep them.",
        ),
        (
            edited("baby_week/6/carer/why", "baby_week/6/carer/because"),
            f"row 32 [baby_week/6/carer/because]: {UNKNOWN}",
        ),
        (
            edited("charset=utf-8", "charset=iso-8859-2"),
            "The head does not say that the letters are in UTF-8 (Content-Type). Save the file in UTF-8.",
        ),
        (
            lambda file: full(file, topic="Żart").replace("Żart".encode(), "Żart".encode("iso-8859-2")),
            "The file's letters are not in UTF-8: some would be lost. Save it in UTF-8.",
        ),
        (
            lambda file: file.decode().encode("utf-16"),
            "The file's letters are not in UTF-8: some would be lost. Save it in UTF-8.",
        ),
        (
            lambda file: full(file, topic="x" * 121),
            f"row 17, topic [{'x' * 119}…]: Shorten this: it has 121 characters, and may have 120.",
        ),
        (lambda file: full(file, topic=""), "row 17, topic: This is needed. Fill it in."),
    ],
)
def test_file_that_is_not_right_is_refused_and_changes_nothing(edit: Any, sentence: str) -> None:
    before, file = library(), edit(export("pl"))
    assert (refused(file), library()) == ([sentence], before)


@pytest.mark.django_db
def test_english_that_has_changed_since_is_named_where_words_came(made: Message) -> None:
    file = export("pl")
    made.why = "It does help."
    made.save_revision().publish()
    before = library()
    says = "The English of “week of age 6, carer: baby_week 6” has changed since the file was exported."
    assert refused(full(file)) == [f"row 32, why [Bo tak.]: {says} {FRESH}"]
    assert library() == before
    assert plan(file).notes[-1] == (
        "The English of one text has changed since the file was exported; nothing was taken there."
    )


@pytest.mark.django_db
def test_message_that_is_gone_and_words_of_a_campaign_are_named(made: Message) -> None:
    file = export("pl")
    made.delete()
    assert faults(file) == [f"row 17: There is no such message any more. {FRESH}"]
    texts = [Text(context="campaign/7/carer/sms", english="Hello.", words="")]
    assert faults(po_files.write(LANGUAGES["pl"], "Made.", texts)) == [
        "row 13: These are the words of a campaign. Send them on the page of the campaign."
    ]


@pytest.mark.django_db
def test_language_that_is_not_theirs_is_refused_in_every_kind_of_file(made: Message) -> None:
    user, scope = person("add_translation", "change_translation"), Scope(["ar"])
    translation(made, "pl", **POLISH)
    before = library()
    po = put(export("pl"), ('msgstr "Bo tak."', 'msgstr "Bo."'))
    sheet = export_sheet("csv", ["en", "pl"]).replace(b"Bo tak.", b"Bo.")
    said = [apply(file, "", user, TODAY, scope=scope).faults for file in (po, sheet)]
    assert [[str(one) for one in found] for found in said] == [
        ["The file is in Polish, which is not one of your languages. Choose the right file."],
        ["row 3: You may not write or change words in this language. Leave the row out."],
    ]
    assert library() == before
    assert apply(po, "", user, TODAY, scope=Scope(["pl"])).changed == 1
