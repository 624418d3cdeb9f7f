"""The topics of a campaign's days, all on one form, in one language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Topic
from cms.campaigns.contents import MOST_DAYS
from cms.campaigns.languages import LanguagePage
from cms.campaigns.together import MARKS, SharedForm
from languages.table import DEFAULT

Rows = Mapping[int, Topic]  # by the day's number
PARTS = ("title", "about")


class TopicsForm(SharedForm, forms.Form):
    """Two fields a day: the topic, and a few words about it."""

    def __init__(
        self,
        *args: Any,
        days: list[tuple[int, date]],
        rows: Rows,
        beside: list[tuple[str, Rows]],
        code: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days, self.rows, self.beside = days, rows, beside
        for number, day in days:
            named = {"day": date_format(day, "l j F")}
            spoken = {"lang": code, "dir": "auto"}
            row = rows.get(number)
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Topic of %(day)s") % named,
                required=False,
                max_length=100,
                widget=forms.TextInput(attrs=spoken),
                initial=row.title if row else "",
            )
            self.fields[f"about_{number}"] = forms.CharField(
                label=_("In a few words, %(day)s") % named,
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={**spoken, "rows": 2}),
                initial=row.about if row else "",
            )
        self.begin()

    def clean(self) -> dict[str, Any]:
        """A few words about nothing are no topic."""
        for number, _day in self.days:
            if self.cleaned_data.get(f"about_{number}") and not self.cleaned_data.get(f"title_{number}"):
                self.add_error(f"title_{number}", _("Write the topic as well, or clear both."))
        return self.cleaned_data

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The days, each with its two fields and what stands while they are blank, or helps to write them."""
        return [
            {
                "day": day,
                "title": self[f"title_{number}"],
                "about": self[f"about_{number}"],
                "is_own": number in self.rows,
                "beside": next(((whose, x[number]) for whose, x in self.beside if number in x), None),
            }
            for number, day in self.days
        ]

    @property
    def marks(self) -> forms.BoundField:
        return self[MARKS]


class Topics(LanguagePage):
    """Day by day. In a local copy only what differs is kept, and a cleared day is the region's again."""

    template_name = "cms/admin/campaigns/topics.html"
    form_class = TopicsForm
    page_title = gettext_lazy("Topics, day by day")
    header_icon = "list-ul"
    address = "campaign_topics"

    @property
    def written(self) -> frozenset[str]:
        family = [pk for pk in (self.campaign.pk, self.campaign.inherits_id) if pk]
        return frozenset(Topic.objects.filter(campaign__in=family).values_list("language", flat=True))

    def get_form_kwargs(self) -> dict[str, Any]:
        mine, region, code = self.campaign.pk, self.campaign.inherits_id or 0, self.language.code
        found = Topic.objects.filter(campaign__in=[mine, region], language__in={code, DEFAULT})
        rows: dict[tuple[int, str], dict[int, Topic]] = {}
        for row in found:
            rows.setdefault((row.campaign_id, row.language), {})[row.after_days] = row
        beside = [(_("From the region"), rows.get((region, code), {}))]
        if code != DEFAULT:
            beside += [
                (_("From the region, in English"), rows.get((region, DEFAULT), {})),
                (_("In English"), rows.get((mine, DEFAULT), {})),
            ]
        days = list(enumerate(self.campaign.days))[:MOST_DAYS]
        told = {"days": days, "rows": rows.get((mine, code), {}), "beside": beside, "code": code}
        self.region_rows = rows.get((region, code), {})
        return super().get_form_kwargs() | told

    def keep(self, form: TopicsForm) -> None:
        for number, _day in form.days:
            self._keep(number, *(form.cleaned_data[f"{part}_{number}"].strip() for part in PARTS))

    def _keep(self, number: int, title: str, about: str) -> None:
        where: dict[str, Any] = {"campaign": self.campaign, "after_days": number, "language": self.language.code}
        region = self.region_rows.get(number)
        if not title or (region and (region.title, region.about) == (title, about)):
            Topic.objects.filter(**where).delete()
        else:
            Topic.objects.update_or_create(**where, defaults={"title": title, "about": about})
