"""What every page of the admin wears: our colours."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


def _colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/colours.css"))


hooks.register("insert_global_admin_css", _colours)
