"""The list of messages: filters and pages as in Twilio's OpenAPI description of ListMessage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from delivery.emulator import errors
from delivery.emulator.faults import FaultSettings, ListMode
from delivery.emulator.model import API_VERSION, Message, utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000
_FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")
_DATE_CHARACTERS = len("YYYY-MM-DD")


@dataclass(frozen=True, kw_only=True)
class _Span:
    """A span of time in UTC, ``start`` included, ``end`` not; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return (self.start is None or moment >= self.start) and (self.end is None or moment < self.end)


def visible(messages: Sequence[Message], settings: FaultSettings) -> list[Message]:
    """Return the messages that the list shows under the fault settings."""
    if settings.list is ListMode.HIDDEN:
        return []
    if settings.list is ListMode.LAGGING:
        newest = utc_now() - timedelta(seconds=settings.list_lag_seconds)
        return [message for message in messages if message.date_created <= newest]
    return list(messages)


def list_page(account_sid: str, messages: Sequence[Message], query: Mapping[str, str]) -> dict[str, object]:
    """Return one page of ``messages`` (newest first) for ``query``; raises ApiError for a bad parameter."""
    size = min(_number(query, "PageSize", DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE)
    page = _number(query, "Page", 0)
    token = query.get("PageToken", "")
    if size < 1:
        raise errors.invalid_parameter(name="PageSize", value=str(size))
    if page and not token:
        # Pages are reached through next_page_uri only; a page number alone no longer selects one.
        raise errors.invalid_parameter(name="Page", value=str(page))
    matching = [message for message in messages if _matches(message, query)]
    start = _start(matching, token, size)
    shown = matching[start : start + size]
    kept = {name: query[name] for name in _FILTERS if query.get(name)} | {"PageSize": str(size)}
    more = bool(shown) and start + size < len(matching)
    first = page * size if shown else 0
    return {
        "end": first + max(len(shown) - 1, 0),
        "first_page_uri": _link(account_sid, kept, 0),
        "messages": [message.as_json() for message in shown],
        "next_page_uri": _link(account_sid, kept, page + 1, f"PA{shown[-1].sid}") if more else None,
        "page": page,
        "page_size": size,
        "previous_page_uri": _link(account_sid, kept, page - 1, f"PB{shown[0].sid}") if page and shown else None,
        "start": first,
        "uri": _link(account_sid, kept, page, token),
    }


def _link(account_sid: str, kept: Mapping[str, str], page: int, token: str = "") -> str:
    """Return the path and query of a page, without host."""
    query = dict(kept) | {"Page": str(page)} | ({"PageToken": token} if token else {})
    return f"/{API_VERSION}/Accounts/{account_sid}/Messages.json?{urlencode(query)}"


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    """Return a whole number from ``query``; raises ApiError when it is none."""
    text = query.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise errors.invalid_parameter(name, text)
    return int(text)


def _start(matching: Sequence[Message], token: str, size: int) -> int:
    """Return where the page begins: after the message of a PA token, before that of a PB token.

    A token names a message, not an offset, so messages that arrive between two pages shift nothing.
    """
    if not token:
        return 0
    places = {message.sid: place for place, message in enumerate(matching)}
    kind, sid = token[:2], token[2:]
    if kind not in {"PA", "PB"} or sid not in places:
        raise errors.invalid_parameter(name="PageToken", value=token)
    return places[sid] + 1 if kind == "PA" else max(places[sid] - size, 0)


def _matches(message: Message, query: Mapping[str, str]) -> bool:
    """Say whether ``message`` passes all filters of ``query``."""
    if query.get("To") not in {None, "", message.to}:
        return False
    if query.get("From") not in {None, "", message.from_}:
        return False
    spans = [_span(name, query[name]) for name in _FILTERS[2:] if query.get(name)]
    if not spans:
        return True
    # As with Twilio: what was not sent yet has no date to compare, and every date filter misses it.
    sent = message.date_sent
    return sent is not None and all(span.holds(sent) for span in spans)


def _span(name: str, text: str) -> _Span:
    """Read a date filter; both inequalities include the day or second they name."""
    moment, unit = _moment(name, text)
    if name == "DateSent<":
        return _Span(end=moment + unit)
    if name == "DateSent>":
        return _Span(start=moment)
    day = moment.replace(hour=0, minute=0, second=0)
    return _Span(start=day, end=day + timedelta(days=1))


def _moment(name: str, text: str) -> tuple[datetime, timedelta]:
    """Return the time in UTC and its precision; raises ApiError unless YYYY-MM-DD or ISO 8601."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise errors.invalid_parameter(name, text) from error
    unit = timedelta(days=1) if len(text) == _DATE_CHARACTERS else timedelta(seconds=1)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC), unit
