"""What staff choose to take the library out, and send to bring it in."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.languages import DEFAULT, LANGUAGES
from messages.sheets.comparing import look
from messages.sheets.faults import SheetError
from messages.sheets.files import CSV, MEGABYTE, XLSX

ALL = ""


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(XLSX, _("Workbook (XLSX), for Excel and LibreOffice")), (CSV, _("CSV in UTF-8"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Languages"),
        required=False,
        choices=[
            (ALL, _("All languages")),
            *(
                (x.code, x.name if x.code == DEFAULT else _("English and %(language)s") % {"language": x.name})
                for x in LANGUAGES.values()
            ),
        ],
    )

    @property
    def languages(self) -> list[str]:
        """Those that the file is to have: a translator wants the English beside theirs."""
        chosen = self.cleaned_data["language"]
        return [code for code in LANGUAGES if chosen in (ALL, code) or code == DEFAULT]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("XLSX or CSV, with the headings of an export. You see what would change before anything does."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        """Its name and what is in it, which can be read."""
        sent: Any = self.cleaned_data["file"]
        if sent.size > settings.SHEET_BYTES:  # before it is read into memory
            most = settings.SHEET_BYTES // MEGABYTE
            raise ValidationError(_("The file is larger than %(most)d MB. Import it in parts.") % {"most": most})
        name, content = PurePath(sent.name).name[-200:], sent.read()
        try:
            look(content, name)
        except SheetError as error:
            raise ValidationError([str(fault) for fault in error.faults]) from error
        return name, content
