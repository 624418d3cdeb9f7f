"""What a campaign says to everybody, in one language; in a local copy only what differs from the regional one."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.inheriting import FIELDS
from campaigns.models import CampaignText
from cms.campaigns.languages import LanguagePage
from cms.campaigns.together import MARKS, SharedForm
from languages.table import DEFAULT

HELP = {
    "title": gettext_lazy("The heading of its page."),
    "theme": gettext_lazy("One line: what it is about this year."),
    "intro": gettext_lazy("A few sentences for parents, on its page."),
    "banner": gettext_lazy("On every public page while it runs. Blank: its title stands there."),
    "poster": gettext_lazy("One sentence that is read from three metres away."),
    "press": gettext_lazy("For the local papers."),
    "letter": gettext_lazy("For people who work with families."),
}


class TextForm(SharedForm, forms.ModelForm[CampaignText]):
    """Blank means, in a local copy: as the region says."""

    class Meta:
        model = CampaignText
        fields: ClassVar[tuple[str, ...]] = FIELDS
        widgets: ClassVar[dict[str, Any]] = {
            "intro": forms.Textarea(attrs={"rows": 5}),
            "press": forms.Textarea(attrs={"rows": 8}),
            "letter": forms.Textarea(attrs={"rows": 8}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("banner", "poster")},
        }

    def __init__(self, *args: Any, beside: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside = beside
        for name, field in self.fields.items():
            field.help_text = HELP[name]
            field.widget.attrs |= {"lang": self.instance.language, "dir": "auto"}
        self.begin()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each field, with what stands beside it: the region's words, or the English ones."""
        return [
            {
                "field": self[name],
                "beside": self.beside.get(name, ("", ""))[0],
                "whose": self.beside.get(name, ("", ""))[1],
            }
            for name in FIELDS
        ]

    @property
    def marks(self) -> forms.BoundField:
        return self[MARKS]


class Texts(LanguagePage):
    """One form a language."""

    template_name = "cms/admin/campaigns/texts.html"
    form_class = TextForm
    page_title = gettext_lazy("Texts")
    header_icon = "doc-full"
    address = "campaign_texts"

    @property
    def written(self) -> frozenset[str]:
        family = [pk for pk in (self.campaign.pk, self.campaign.inherits_id) if pk]
        return frozenset(CampaignText.objects.filter(campaign__in=family).values_list("language", flat=True))

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = {"campaign": self.campaign, "language": self.language.code}
        row = CampaignText.objects.filter(**mine).first() or CampaignText(**mine)
        return super().get_form_kwargs() | {"instance": row, "beside": self._beside()}

    def _beside(self) -> dict[str, tuple[str, str]]:
        """By field: the region's words that stand while it is blank, or the English ones to go by."""
        codes = {self.language.code, DEFAULT}
        family = [pk for pk in (self.campaign.inherits_id, self.campaign.pk) if pk]
        rows = {
            (x.campaign_id, x.language): x for x in CampaignText.objects.filter(campaign__in=family, language__in=codes)
        }
        region = self.campaign.inherits_id or 0
        found: dict[str, tuple[str, str]] = {}
        for name in FIELDS:
            for key, whose in (
                ((region, self.language.code), _("From the region")),
                ((region, DEFAULT), _("From the region, in English")),
                ((self.campaign.pk, DEFAULT), _("In English")),
            ):
                if key == (self.campaign.pk, self.language.code):
                    continue
                if key in rows and getattr(rows[key], name).strip():
                    found.setdefault(name, (getattr(rows[key], name), whose))
        return found

    def keep(self, form: TextForm) -> None:
        row = form.instance
        region = CampaignText.objects.filter(campaign=self.campaign.inherits_id, language=self.language.code).first()
        for name in FIELDS:
            same = region is not None and getattr(row, name).strip() == getattr(region, name).strip()
            setattr(row, name, "" if same else getattr(row, name).strip())
        if any(getattr(row, name) for name in FIELDS):
            row.save()
        elif row.pk:
            row.delete()
