"""The addresses of the pages of other formats."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.formats.views import Approve, Edit, File, Look, Remove, Table


def _urls() -> list[URLPattern]:
    one = "formats/<str:kind>/<int:pk>/<str:format>"
    return [
        path("formats/<int:pk>/", Table.as_view(), name="formats"),
        path(f"{one}/", Look.as_view(), name="formats_look"),
        path(f"{one}/edit/", Edit.as_view(), name="formats_edit"),
        path(f"{one}/approve/", Approve.as_view(), name="formats_approve"),
        path(f"{one}/remove/", Remove.as_view(), name="formats_remove"),
        path(f"{one}/file/", File.as_view(), name="formats_file"),
    ]


hooks.register("register_admin_urls", _urls)
