"""The addresses of a campaign's pack."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.pack.views import AddLink, Archive, File, Pack, Posts


def _urls() -> list[URLPattern]:
    return [
        path("pack/<int:pk>/", Pack.as_view(), name="pack"),
        path("pack/<int:pk>/zip/", Archive.as_view(), name="pack_zip"),
        path("pack/<int:pk>/links/", AddLink.as_view(), name="pack_link"),
        path("pack/<int:pk>/<slug:language>/posts/", Posts.as_view(), name="pack_posts"),
        path("pack/<int:pk>/<slug:language>/<str:name>", File.as_view(), name="pack_file"),
    ]


hooks.register("register_admin_urls", _urls)
