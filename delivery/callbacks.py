"""A provider's callback about one text: checked, stored, and answered only once it is committed."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import Error

from delivery.channels import twilio
from delivery.models import DeliveryEvent
from delivery.outbox import stop_for
from delivery.reports import Report, raise_statuses
from delivery.tokens import read_nudge_token

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Callback:
    """What came: the path with its query, the token in it, the form, the signature, and when (aware, UTC)."""

    path: str
    token: str
    form: Mapping[str, Sequence[str]]
    signature: str
    at: datetime

    def last(self, name: str) -> str:
        """The last value of a name, as Django takes it too; empty without one."""
        return (self.form.get(name) or [""])[-1]


def answer(callback: Callback, taken_with_others: Callable[[Report], bool] = lambda _report: False) -> HTTPStatus:
    """Answer once what is said is committed, with others or by itself. What we do not know changes nothing.

    503 when it could not be committed: the provider may come again.
    """
    if not twilio.is_genuine(callback.path, callback.form, callback.signature):
        return HTTPStatus.FORBIDDEN
    report = _report(callback)
    try:
        if report is not None:
            _store(report, taken_with_others)
    except (Error, TimeoutError) as error:
        logger.error("A callback could not be stored: %s", type(error).__name__)  # noqa: TRY400 - it may quote values
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.NO_CONTENT


def _report(callback: Callback) -> Report | None:
    nudge_id = read_nudge_token(callback.token)
    status = twilio.STATUSES.get(callback.last("MessageStatus"))
    if nudge_id is None or status is None:
        return None
    sid, code = callback.last("MessageSid"), callback.last("ErrorCode")[:20]
    return Report(nudge_id, status, DeliveryEvent.Source.CALLBACK, callback.at, provider_id=sid, code=code)


def _store(report: Report, taken_with_others: Callable[[Report], bool]) -> None:
    if not taken_with_others(report):
        raise_statuses([report])
    if report.code == str(twilio.OPTED_OUT):
        stop_for([report.nudge_id], report.at)
