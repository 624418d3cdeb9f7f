"""The words of a campaign's mailings: messages of the library that belong to no stage, written with their campaign."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from campaigns import areas
from campaigns.models import ALIVE, Campaign, Mailing, Occasion, State
from campaigns.running import MAY_APPROVE_WORDS, MAY_CHANGE, NotReadyError, RefusedError, take
from languages.table import DEFAULT
from messages import editorial
from messages.letters import blocks_of
from messages.models import UNKNOWN, AnyWords, Message, Theme, Translation, words_in
from messages.models import approve as approve_words
from messages.stages import StageKind
from subscribers.hours import local_day

MAY_TRANSLATE = "library.change_translation"
REVIEW_AFTER = timedelta(days=365)
TEXTS = ("topic", "action", "why", "sms", "subject", "preheader", "email")  # the e-mail as plain text with marks
OF_ENGLISH = ("source", "source_url")  # how we know what is said about health


@transaction.atomic
def add(campaign: Campaign, user: User, now: datetime, *, topic: str, **details: Any) -> Mailing:
    """One more mailing of a draft; `details` are fields of a Mailing. Raises RefusedError."""
    row = touch(campaign, user)
    message = Message(
        kind=StageKind.CAMPAIGN,
        number=0,
        track=Occasion(row.occasion).track,
        theme=Theme.BOND,
        topic=topic,
        review_on=local_day(now) + REVIEW_AFTER,
        live=False,
    )
    message.save()
    return Mailing.objects.create(campaign=row, message=message, **details)


@transaction.atomic
def change(mailing: Mailing, user: User, **details: Any) -> None:
    """Change a mailing of a draft: its day, its hour, whom it is for. Raises RefusedError."""
    touch(mailing.campaign, user)
    for name, value in details.items():
        setattr(mailing, name, value)
    mailing.save(update_fields=list(details))


@transaction.atomic
def write(mailing: Mailing, language: str, texts: Mapping[str, str], user: User, *, renews: bool = True) -> AnyWords:
    """Write what a mailing says in a language; `texts` by the names in TEXTS (in English by those of OF_ENGLISH too).

    What is not there stays. Another language is then beside the English of now, unless it `renews` nothing.

    English belongs to the draft that is approved; another language may be written until the campaign is over, and is
    sent once somebody has approved it: by whoever may change the campaign, and by translators, who change nothing else
    of it. In which languages somebody translates, the screens know (cms.approving). Raises RefusedError.
    """
    if language == DEFAULT:
        touch(mailing.campaign, user)
    else:
        take(mailing.campaign, None if may_translate(mailing.campaign, user) else user, MAY_CHANGE, *ALIVE)
    words = typed(mailing, language, texts, renews=renews)
    words.save()
    words.save_revision(user=user, clean=False)  # so that it is known who wrote it
    return words


def may_translate(campaign: Campaign, user: User) -> bool:
    """Whether somebody translates for this campaign: for all, or, if they work for some areas, for those of theirs."""
    reach = areas.reach(user)
    return user.has_perm(MAY_TRANSLATE) and (reach.is_nowhere or reach.owns(campaign))


def typed(mailing: Mailing, language: str, texts: Mapping[str, str], *, renews: bool = True) -> AnyWords:
    """The words in a language with these texts in them. Nothing is stored."""
    words: AnyWords = words_in(mailing.message, language) or Translation(
        message=mailing.message, language=language, live=mailing.message.live, topic=mailing.message.topic
    )
    for name, value in texts.items():
        setattr(words, name, blocks_of(value) if name == "email" else value)
    if isinstance(words, Translation):
        if renews:
            words.renew()
        words.made_from = words.made_from or UNKNOWN
    return words


@transaction.atomic
def approve(words: Translation, user: User, now: datetime) -> None:
    """Approve the words of one language other than English: by somebody who may, and did not write them last.

    Raises RefusedError, NotReadyError. Which languages a person may approve, the screens know (cms.approving).
    """
    row = (
        Translation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("latest_revision")
        .get(pk=words.pk)
    )
    writer = row.latest_revision.user_id if row.latest_revision else None
    if writer == user.pk or not user.has_perm(MAY_APPROVE_WORDS):
        raise RefusedError
    found = editorial.check(row, today=local_day(now), services=editorial.services())
    if blocks := editorial.blocking(found):
        raise NotReadyError(list(dict.fromkeys(str(one.says) for one in blocks)))
    approve_words(row, user, now)


@transaction.atomic
def remove(mailing: Mailing, user: User) -> None:
    """Take a mailing out of a draft. Raises RefusedError.

    One that has been queued before is kept for the report, and one that local copies have words of their own for is
    theirs to give up first.
    """
    touch(mailing.campaign, user)
    if mailing.message.nudge_set.exists() or mailing.variants.exists():
        raise RefusedError
    message = mailing.message
    mailing.delete()
    message.delete()


@transaction.atomic
def touch(campaign: Campaign, user: User) -> Campaign:
    """The campaign, locked, if it is a draft that this user may change; they are then who changed it last.

    Whoever changes anything else of a draft comes here first. Raises RefusedError.
    """
    row = take(campaign, user, MAY_CHANGE, State.DRAFT)
    row.changed_by = user
    row.save(update_fields=["changed_by"])
    return row
