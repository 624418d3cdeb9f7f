"""By what the reports of the library can be narrowed down."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from languages.table import LANGUAGES
from messages.models import Approval, Message
from messages.reviewing import AHEAD
from subscribers.hours import local_day, now_of

SPOKEN = [(x.code, x.name) for x in LANGUAGES.values()]


class ApprovalFilter(WagtailFilterSet):
    name = django_filters.CharFilter(label=_("Name"), lookup_expr="icontains")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=SPOKEN)
    at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    taken_back = django_filters.ChoiceFilter(
        label=_("What was done"), choices=[(False, _("Approved")), (True, _("Taken back"))]
    )

    class Meta:
        model = Approval
        fields = ("name", "language", "at", "taken_back")


def _days(within: timedelta) -> str:
    return str(within.days)


class DueFilter(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("Due"),
        method="by_day",
        choices=[
            (_days(AHEAD[0]), _("Now")),
            (_days(AHEAD[1]), _("Within 30 days")),
            (_days(AHEAD[2]), _("Within 60 days")),
            (_days(AHEAD[3]), _("Within 90 days")),
        ],
    )
    why = django_filters.ChoiceFilter(
        label=_("Why"),
        method="by_reason",
        choices=[
            ("by_day", _("Its day for review")),
            ("by_source", _("Its source was looked at over a year ago")),
            ("by_helpline", _("It names a helpline that has to be checked")),
        ],
    )

    class Meta:
        model = Message
        fields = ("when", "why", "kind", "track", "theme")

    def by_day(self, rows: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        today = local_day(now_of(self.request))
        return rows.filter(review_on__lte=today + timedelta(days=int(value)))

    def by_reason(self, rows: QuerySet[Message], _name: str, value: str) -> QuerySet[Message]:
        return rows.filter(**{value: True})
