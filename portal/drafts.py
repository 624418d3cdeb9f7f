"""Sign-ups on the web that are not finished. The session knows a draft's key and nothing else about anybody."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from portal.models import Draft, Proof
from portal.sign_up import Answers

DRAFT, PROOF = "draft", "proof"  # keys of the session
NOBODY = "00000000-0000-0000-0000-000000000000"


def begin(session: SessionBase, answers: Answers, now: datetime) -> Draft:
    """A new draft of this browser's; the one before it is thrown away."""
    throw_away(session)
    draft = Draft.objects.create(answers=answers.dumps(), changed_at=now)
    session[DRAFT] = str(draft.pk)
    return draft


def throw_away(session: SessionBase) -> None:
    """Nothing is kept of this browser's sign-up."""
    Draft.objects.filter(pk=_pk(session)).delete()
    drop_proof(session)


def find(session: SessionBase, now: datetime) -> Draft | None:
    """The draft of this browser, as long as it is kept (settings.CONFIRM_WITHIN)."""
    return Draft.objects.filter(pk=_pk(session), changed_at__gt=now - settings.CONFIRM_WITHIN).first()


def keep(draft: Draft, answers: Answers, now: datetime) -> None:
    """Store the answers so far."""
    draft.answers, draft.changed_at = answers.dumps(), now
    draft.save()


def proof_key(session: SessionBase) -> UUID | None:
    """The key of the code that this browser waits for."""
    key = session.get(PROOF)
    return UUID(key) if key else None


def drop_proof(session: SessionBase) -> None:
    """The code that this browser waits for counts no more: it agreed to other answers."""
    if key := proof_key(session):
        Proof.objects.filter(pk=key, used_at=None).delete()
    session.pop(PROOF, None)


def _pk(session: SessionBase) -> UUID:
    """The key of the browser's draft, or one that is nobody's."""
    return UUID(session.get(DRAFT) or NOBODY)
