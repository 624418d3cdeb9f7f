import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import languages.table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
        ("library", "0001_initial"),
        ("subscribers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="For staff; what parents read is under Texts.", max_length=100, verbose_name="title"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of its page's address.", unique=True, verbose_name="web address"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("week", "awareness week"),
                            ("day", "awareness day"),
                            ("local", "local campaign"),
                            ("notice", "service notice"),
                        ],
                        default="local",
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("general", "nothing painful that we know of"),
                            ("mothers_day", "Mother's Day"),
                            ("fathers_day", "Father's Day"),
                            ("prematurity", "babies born too soon"),
                            ("baby_loss", "the death of a baby"),
                        ],
                        default="general",
                        help_text="Parents can say no to each of these. What is about the death of a baby goes only to who asked.",
                        max_length=12,
                        verbose_name="may touch",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waits for approval"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("paused", "paused"),
                            ("cancelled", "cancelled"),
                            ("finished", "finished"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("expecting", models.BooleanField(default=True, verbose_name="pregnancy")),
                (
                    "week_from",
                    models.PositiveSmallIntegerField(
                        default=4, validators=[django.core.validators.MaxValueValidator(42)], verbose_name="from week"
                    ),
                ),
                (
                    "week_to",
                    models.PositiveSmallIntegerField(
                        default=42, validators=[django.core.validators.MaxValueValidator(42)], verbose_name="to week"
                    ),
                ),
                ("born", models.BooleanField(default=True, verbose_name="after birth")),
                (
                    "month_from",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(36)], verbose_name="from month"
                    ),
                ),
                (
                    "month_to",
                    models.PositiveSmallIntegerField(
                        default=36,
                        help_text="And not after it.",
                        validators=[django.core.validators.MaxValueValidator(36)],
                        verbose_name="to month",
                    ),
                ),
                ("roles", models.JSONField(blank=True, default=list, verbose_name="roles")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("chosen", "as each parent has chosen"),
                            ("sms", "text message only"),
                            ("email", "e-mail only"),
                        ],
                        default="chosen",
                        max_length=6,
                        verbose_name="sent by",
                    ),
                ),
                ("has_banner", models.BooleanField(default=False, verbose_name="banner on the public pages")),
                ("budget_pence", models.PositiveIntegerField(blank=True, null=True, verbose_name="budget in pence")),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("kept_report", models.JSONField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "begun_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inherits",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sure_start",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.surestart",
                        verbose_name="Sure Start",
                    ),
                ),
                (
                    "sure_starts",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="directory.surestart", verbose_name="Sure Starts"
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.trust",
                        verbose_name="Health Trust",
                    ),
                ),
                (
                    "trusts",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="directory.trust", verbose_name="Health Trusts"
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ("-starts_on", "pk"),
                "permissions": [
                    ("approve_campaign", "Can approve campaigns"),
                    ("stop_campaign", "Can pause and cancel campaigns"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="what happens")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("is_online", models.BooleanField(default=False, verbose_name="online")),
                (
                    "where",
                    models.CharField(
                        blank=True,
                        help_text="The address, or how to join online.",
                        max_length=200,
                        verbose_name="where",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("families", "parents and their babies"),
                            ("expecting", "parents-to-be"),
                            ("fathers", "fathers and partners"),
                            ("staff", "people who work with families"),
                            ("everybody", "everybody"),
                        ],
                        default="families",
                        max_length=9,
                        verbose_name="for whom",
                    ),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages spoken")),
                ("host", models.CharField(blank=True, max_length=120, verbose_name="who runs it")),
                ("booking_url", models.URLField(blank=True, max_length=300, verbose_name="where to book")),
                ("access", models.TextField(blank=True, max_length=500, verbose_name="accessibility")),
                ("is_published", models.BooleanField(default=True, verbose_name="shown to parents")),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="campaigns.campaign",
                        verbose_name="part of",
                    ),
                ),
                (
                    "sure_start",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.surestart",
                        verbose_name="Sure Start",
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.trust",
                        verbose_name="Health Trust",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ("starts_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="EventText",
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
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="what happens")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="campaigns.event"
                    ),
                ),
            ],
            options={
                "ordering": ("language",),
            },
        ),
        migrations.CreateModel(
            name="Helpful",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helpful", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8, unique=True)),
                ("label", models.CharField(max_length=80, verbose_name="what it is for")),
                ("url", models.CharField(max_length=300, verbose_name="where it leads")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Clicks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clicks", to="campaigns.link"
                    ),
                ),
            ],
            options={
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("after_days", models.SmallIntegerField(blank=True, null=True, verbose_name="days after the first")),
                ("on_day", models.DateField(blank=True, null=True, verbose_name="on")),
                (
                    "slot",
                    models.CharField(
                        blank=True,
                        choices=[("morning", "morning"), ("afternoon", "afternoon"), ("evening", "early evening")],
                        help_text="Left open, each parent gets it at the time of day that they chose.",
                        max_length=9,
                        verbose_name="time of day",
                    ),
                ),
                (
                    "window",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="For parents who have had enough messages on that day; after that they do not get it.",
                        validators=[django.core.validators.MaxValueValidator(7)],
                        verbose_name="may wait, in days",
                    ),
                ),
                (
                    "only",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "everybody whom the campaign is for"),
                            ("expecting", "those who expect a baby"),
                            ("born", "those whose baby is here"),
                        ],
                        max_length=9,
                        verbose_name="only for",
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carer", "carers who are no fathers or partners"),
                            ("father_partner", "fathers and partners"),
                        ],
                        max_length=14,
                        verbose_name="only for",
                    ),
                ),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mailings", to="campaigns.campaign"
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="campaigns.mailing",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mailing", to="library.message"
                    ),
                ),
            ],
            options={
                "verbose_name": "mailing",
                "verbose_name_plural": "mailings",
                "ordering": ("after_days", "on_day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sure_start",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="directory.surestart",
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="directory.trust",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ("user", "trust", "sure_start"),
                "permissions": [("every_area", "Works for the whole region")],
            },
        ),
        migrations.CreateModel(
            name="Observance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("general", "nothing painful that we know of"),
                            ("mothers_day", "Mother's Day"),
                            ("fathers_day", "Father's Day"),
                            ("prematurity", "babies born too soon"),
                            ("baby_loss", "the death of a baby"),
                        ],
                        default="general",
                        max_length=12,
                        verbose_name="may touch",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("theme", models.CharField(blank=True, max_length=160, verbose_name="theme")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("checked_on", models.DateField(verbose_name="checked on")),
            ],
            options={
                "verbose_name": "awareness week or day",
                "verbose_name_plural": "awareness weeks and days",
                "ordering": ("-starts_on", "name"),
                "constraints": [
                    models.UniqueConstraint(fields=("name", "starts_on"), name="one_observance_a_date"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="observance_ends_after_it_starts",
                        violation_error_message="The last day comes before the first one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sure_start", "Sure Start"),
                            ("library", "library"),
                            ("pharmacy", "pharmacy"),
                            ("gp", "GP surgery"),
                            ("hospital", "hospital or clinic"),
                            ("food_bank", "food bank"),
                            ("supermarket", "shop or supermarket"),
                            ("community", "community or faith group"),
                            ("other", "another place"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "keyword",
                    models.CharField(
                        help_text="What a parent texts to join here: one short word, for example OAKLIBRARY.",
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]{3,20}$", "Use 3 to 20 capital letters and digits, no spaces."
                            )
                        ],
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(default=True, help_text="A closed place's keyword still lets people join."),
                ),
                (
                    "sure_start",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.surestart",
                        verbose_name="Sure Start",
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.trust",
                        verbose_name="Health Trust",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="places",
            field=models.ManyToManyField(blank=True, related_name="+", to="campaigns.place", verbose_name="joined at"),
        ),
        migrations.CreateModel(
            name="SocialPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("x", "X"),
                            ("bluesky", "Bluesky"),
                            ("linkedin", "LinkedIn"),
                        ],
                        max_length=9,
                        verbose_name="network",
                    ),
                ),
                ("after_days", models.SmallIntegerField(default=0, verbose_name="day")),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_language,
                        default="en",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="text")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "social post",
                "verbose_name_plural": "social posts",
                "ordering": ("after_days", "network", "language"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waits for approval"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("paused", "paused"),
                            ("cancelled", "cancelled"),
                            ("finished", "finished"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("comment", models.TextField(blank=True, max_length=1000)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="campaigns.campaign"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("after_days", models.PositiveSmallIntegerField(verbose_name="day")),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_language,
                        default="en",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="topic")),
                ("about", models.TextField(blank=True, max_length=600, verbose_name="in a few words")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ("after_days", "language"),
            },
        ),
        migrations.CreateModel(
            name="CampaignText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_language,
                        default="en",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="title")),
                ("theme", models.CharField(blank=True, max_length=160, verbose_name="theme")),
                ("intro", models.TextField(blank=True, max_length=2000, verbose_name="about it")),
                ("banner", models.CharField(blank=True, max_length=160, verbose_name="banner")),
                ("poster", models.CharField(blank=True, max_length=120, verbose_name="sentence on the poster")),
                ("press", models.TextField(blank=True, max_length=4000, verbose_name="press note")),
                ("letter", models.TextField(blank=True, max_length=4000, verbose_name="e-mail to practitioners")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ("language",),
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "language"), name="one_campaign_text_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "occasion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("general", "nothing painful that we know of"),
                            ("mothers_day", "Mother's Day"),
                            ("fathers_day", "Father's Day"),
                            ("prematurity", "babies born too soon"),
                            ("baby_loss", "the death of a baby"),
                        ],
                        max_length=12,
                    ),
                ),
                ("wanted", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="campaign_choices",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subscriber", "occasion"), name="one_choice_an_occasion"),
                    models.CheckConstraint(
                        condition=models.Q(("occasion", ""), ("wanted", True), _negated=True),
                        name="no_choice_of_everything",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="event_ends_after_it_begins",
                violation_error_message="It ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventtext",
            constraint=models.UniqueConstraint(fields=("event", "language"), name="one_event_text_a_language"),
        ),
        migrations.AddConstraint(
            model_name="helpful",
            constraint=models.UniqueConstraint(fields=("campaign", "day"), name="one_helpful_a_day"),
        ),
        migrations.AddConstraint(
            model_name="clicks",
            constraint=models.UniqueConstraint(fields=("link", "day"), name="one_count_a_link_and_day"),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after_days", None), ("on_day__isnull", False)),
                    models.Q(("after_days__isnull", False), ("on_day", None)),
                    _connector="OR",
                ),
                name="mailing_on_one_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("instead_of__isnull", False)),
                fields=("campaign", "instead_of"),
                name="one_variant_a_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sure_start__isnull", False), ("trust", None)),
                    models.Q(("sure_start", None), ("trust__isnull", False)),
                    _connector="OR",
                ),
                name="member_of_one_trust_or_sure_start",
                violation_error_message="Choose one: a Health Trust, or a Sure Start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "trust"), name="member_of_a_trust_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "sure_start"), name="member_of_a_sure_start_once"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="campaign_ends_after_it_starts",
                violation_error_message="The last day comes before the first one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="campaign_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("trust", None), ("sure_start", None), _connector="OR"),
                name="campaign_of_one_owner",
                violation_error_message="Choose one: a Health Trust, or a Sure Start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(
                condition=models.Q(("inherits__isnull", False)),
                fields=("inherits", "trust", "sure_start"),
                name="one_local_copy_an_area",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="socialpost",
            constraint=models.UniqueConstraint(
                fields=("campaign", "network", "after_days", "language"), name="one_post_a_network_day_and_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                fields=("campaign", "after_days", "language"), name="one_topic_a_day_and_language"
            ),
        ),
    ]
