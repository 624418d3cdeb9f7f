import pytest
from django.urls import reverse
from tests.factories import message, utc
from messages.stages import Stage, StageKind
from tests.cms.staff_kit import staff
pytestmark = pytest.mark.django_db
def test_it(admin_client):
    m = message(Stage(StageKind.BABY_WEEK, 7), sms="Hello you", email="One\n\n> Two", sms_pl="Cześć")
    for u in [reverse("wagtailsnippets_library_message:list"), reverse("wagtailsnippets_library_message:add")+"?kind=baby_week&number=8&track=carer", reverse("wagtailsnippets_library_message:edit", args=[m.pk]), reverse("wagtailsnippets_library_translation:list"), reverse("wagtailsnippets_library_translation:add")+f"?message={m.pk}&language=ar", reverse("wagtailsnippets_library_translation:edit", args=[m.translations.get().pk])]:
        r = admin_client.get(u)
        print(u, r.status_code, len(r.content))
        assert r.status_code == 200
