"""What the map needs to know, read in a constant number of queries; no letter is opened for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from cms.map.selection import Selection
from cms.map.states import Facts, Way
from messages.models import GOES_ON, UP_TO_DATE, Message, Translation
from messages.stages import Stage, StageKind
from messages.words import NO_TRIO

NO_LETTER = ("[]", "")  # an empty letter, as the database keeps it
WRITTEN: Mapping[str, Q] = {
    Way.SMS: ~Q(sms=""),
    Way.EMAIL: ~Q(email_text=""),
    Way.WEB: ~Q(email_text="") | ~Q(web_raw__in=NO_LETTER),  # a page without its own words shows the letter's
    Way.TRIO: ~NO_TRIO,
}
# What is read of a newer draft: texts of its revision, blank when there is no newer draft.
DRAFTED = ("sms", "email", "web", "sms_why", "sms_do", "sms_done", "topic")
OF_ROW = ("pk", "topic", "live", "first_published_at", "latest_revision_id", "approved_by", "has_unpublished_changes")
OF_MESSAGE = ("kind", "number", "track", "theme", "review_on", "held_at")
OF_ITS_ENGLISH = {
    name: Case(When(found, then=Value(0)), default=Value(1))
    for name, found in {"stale": UP_TO_DATE, "waits": UP_TO_DATE | GOES_ON}.items()
}
Row = dict[str, Any]


def english() -> Mapping[int, Facts]:
    """The English words of every message, by the message's id; two queries."""
    reviewed = _in_review(Message)
    rows = _rows(Message.objects.of_stages(), *OF_MESSAGE)
    return {row["pk"]: _facts(row, row, reviewed) for row in rows}


def translated(language: str, originals: Mapping[int, Facts]) -> Mapping[int, Facts]:
    """The words in another language, by their message's id; two queries. A language's message is in `originals`."""
    reviewed = _in_review(Translation)
    mine = Translation.objects.filter(language=language)
    rows = _rows(mine.annotate(**OF_ITS_ENGLISH), "message_id", *OF_ITS_ENGLISH)
    return {
        row["message_id"]: _of_translation(row, originals[row["message_id"]], reviewed)
        for row in rows
        if row["message_id"] in originals
    }


def coverage(selection: Selection) -> Mapping[str, int]:
    """How many translations may be sent, by language, of what is selected; one query. English is not among them."""
    ready = (
        Translation.objects.of_stages()
        .filter(live=True, message__live=True, message__held_at=None)
        .filter(UP_TO_DATE | GOES_ON)
        .exclude(approved_by="")
    )
    ready = ready.annotate(web_raw=_web_raw()).filter(_written(selection.way), message__track__in=selection.tracks)
    if selection.theme:
        ready = ready.filter(message__theme=selection.theme)
    return dict(ready.order_by().values_list("language").annotate(Count("pk")))


def _rows(words: QuerySet[Any], *names: str) -> Iterator[Row]:
    flags = {f"has_{way}": Case(When(found, then=Value(1)), default=Value(0)) for way, found in WRITTEN.items()}
    drafts = {f"draft_{name}": _of_draft(name) for name in DRAFTED}
    found = words.annotate(web_raw=_web_raw()).annotate(**flags, **drafts).order_by()
    yield from found.values(*OF_ROW, *names, *flags, *drafts)


def _of_draft(name: str) -> Case:
    text = KeyTextTransform(name, "latest_revision__content")
    newer = When(has_unpublished_changes=True, then=Cast(text, TextField()))
    return Case(newer, default=Value(""), output_field=TextField())


def _web_raw() -> Cast:
    """The letter as text: compared so, it need not be opened."""
    return Cast(F("web"), TextField())


def _written(way: str) -> Q:
    """Those with words for a way, or for any."""
    if way:
        return WRITTEN[way]
    return WRITTEN[Way.SMS] | WRITTEN[Way.WEB] | WRITTEN[Way.TRIO]  # whoever has an e-mail has a page


def _in_review(model: type[Message | Translation]) -> set[int]:
    """The ids of those whose workflow is in progress; one query."""
    running = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type__app_label=model._meta.app_label,  # noqa: SLF001 - Django's own way to ask
        base_content_type__model=model._meta.model_name,  # noqa: SLF001
    )
    return {int(pk) for pk in running.values_list("object_id", flat=True)}


def _facts(row: Row, message: Row, reviewed: set[int], *, words: int | None = None) -> Facts:
    drafted = _drafted(row)
    unpublished_draft = not row["live"] and row["has_unpublished_changes"] and bool(drafted or row["draft_topic"])
    return Facts(
        message=message["pk"],
        words=words,
        stage=Stage(StageKind(message["kind"]), message["number"]),
        track=message["track"],
        topic=(not row["live"] and row["draft_topic"]) or row["topic"],
        theme=message["theme"],
        review_on=message["review_on"],
        # The row of a draft is its first draft: later ones tell better what there is.
        said=drafted if unpublished_draft else frozenset(way for way in WRITTEN if row[f"has_{way}"]),
        drafted=drafted,
        live=row["live"],
        withdrawn=_withdrawn(row),
        approved=bool(row["approved_by"]),
        newer=row["has_unpublished_changes"],
        in_review=row["pk"] in reviewed,
        held=message["held_at"] is not None,
        stale=bool(row.get("stale")),
        waits=bool(row.get("waits")),
    )


def _of_translation(row: Row, original: Facts, reviewed: set[int]) -> Facts:
    """A translation is sent only while its message is; its stage, theme and review are the message's."""
    message = {
        "pk": original.message,
        "kind": original.stage.kind,
        "number": original.stage.number,
        "track": original.track,
        "theme": original.theme,
        "review_on": original.review_on,
        "held_at": original.held or None,
    }
    mine = _facts(row, message, reviewed, words=row["pk"])
    live, withdrawn = mine.live and original.live, mine.withdrawn or original.withdrawn
    return Facts(**(vars(mine) | {"live": live, "withdrawn": withdrawn}))


def _withdrawn(row: Row) -> bool:
    """Was published once: with a date, or by a program, which leaves no revision behind."""
    return not row["live"] and (row["first_published_at"] is not None or row["latest_revision_id"] is None)


def _drafted(row: Row) -> frozenset[str]:
    """The ways that the newer draft has words for; none when there is no newer draft."""
    letter = (row["draft_email"] or "") not in NO_LETTER
    found = {
        Way.SMS: bool(row["draft_sms"]),
        Way.EMAIL: letter,
        Way.WEB: letter or (row["draft_web"] or "") not in NO_LETTER,
        Way.TRIO: bool(row["draft_sms_why"] and row["draft_sms_do"] and row["draft_sms_done"]),
    }
    return frozenset(way.value for way, written in found.items() if written)
