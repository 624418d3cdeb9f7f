"""Two Trusts, three Sure Starts, and events on the ninth of June."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from campaigns.models import Event, EventText
from directory.models import SureStart, Trust
from tests.factories import utc

NOW = utc("2026-06-01 11:00")  # 12:00 in London
BEGINS = utc("2026-06-09 09:30")  # 10:30 in London
HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Areas:
    """Colin and Glen are of one Trust, Oak of the other."""

    colin: SureStart
    glen: SureStart
    oak: SureStart

    @property
    def trust(self) -> Trust:
        assert self.colin.trust is not None
        return self.colin.trust


def areas() -> Areas:
    first, second = (Trust.objects.create(name=f"{name} Trust") for name in ("First", "Second"))
    return Areas(
        colin=SureStart.objects.create(name="Test Colin", trust=first),
        glen=SureStart.objects.create(name="Test Glen", trust=first),
        oak=SureStart.objects.create(name="Test Oak", trust=second),
    )


def event(**details: Any) -> Event:
    """A baby massage of the region for families, unless told otherwise; `pl="..."` is its title in Polish."""
    texts = {name: details.pop(name) for name in ("pl", "ar", "ga") if name in details}
    begins = details.pop("starts_at", BEGINS)
    defaults = {"title": "Baby massage", "where": "Oak Hall, 1 High Street", "changed_at": NOW}
    made = Event.objects.create(starts_at=begins, **{"ends_at": begins + HOUR} | defaults | details)
    EventText.objects.bulk_create(EventText(event=made, language=code, title=text) for code, text in texts.items())
    return made
