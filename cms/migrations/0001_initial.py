import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import languages.table
import subscribers.sealing
from cms import roles


def make_roles(apps, _editor):
    """The groups of staff with what each may do, and the two workflows."""
    roles.set_up(apps)


def make_home(apps, _editor):
    """Put our front page where Wagtail's own first migration put its welcome page."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        model="homepage", app_label="cms"
    )
    page_model = apps.get_model("wagtailcore", "Page")
    welcome = page_model.objects.get(pk=2)
    site = apps.get_model("wagtailcore", "Site").objects.get(root_page_id=welcome.pk)
    home = apps.get_model("cms", "HomePage").objects.create(
        title="Messages of Hope",
        draft_title="Messages of Hope",
        slug="hope",
        content_type=content_type,
        path="00010002",
        depth=2,
        numchild=0,
        url_path="/hope/",
        locale_id=welcome.locale_id,
    )
    site.root_page_id = home.pk
    site.site_name = "Messages of Hope"
    site.save()
    page_model.objects.filter(pk=welcome.pk).delete()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("campaigns", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("delivery", "0001_initial"),
        ("directory", "0001_initial"),
        ("library", "0001_initial"),
        ("portal", "0001_initial"),
        ("subscribers", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Shown below our own words, only to those who read in this page's language.",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ClinicalApproval",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of words for parents",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="SheetUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="campaigns.campaign"),
                ),
                (
                    "user",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StaffAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("sign_up", "asked a parent to confirm a sign-up"),
                            ("loss", "told us that a baby has died"),
                            ("stop", "stopped a parent's messages"),
                            ("looked", "looked at a parent's number or mailbox"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to="subscribers.subscriber"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TestAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("sms", "text message"), ("email", "e-mail")], max_length=5)),
                ("address", subscribers.sealing.SealedTextField()),
                ("digest", models.CharField(max_length=64)),
                ("tries_left", models.PositiveSmallIntegerField()),
                ("ends_at", models.DateTimeField()),
                ("proved_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="test_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="one_test_address_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="TranslatorLanguage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_other_language,
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translator_languages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "translator's language",
                "verbose_name_plural": "translators' languages",
                "ordering": ("language", "user"),
                "permissions": [("every_language", "Can work in every language")],
                "constraints": [models.UniqueConstraint(fields=("user", "language"), name="one_row_a_language")],
            },
        ),
        migrations.RunPython(make_home, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
