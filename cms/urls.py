"""The addresses of the messages on the web."""

from django.urls import path

from cms.campaign_pages import going
from cms.reading import views

urlpatterns = [
    path("week-by-week/", views.index, name="read"),
    path("week-by-week/<int:pk>/", views.page, name="read-message"),
    path("go/<str:code>", going.go, name="go"),
    path("go/<str:code>/", going.go),
]
