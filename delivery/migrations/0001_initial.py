import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import subscribers.sealing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("library", "0001_initial"),
        ("subscribers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("sms", "text message"), ("email", "e-mail")],
                        max_length=5,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("busy_until", models.DateTimeField()),
                ("campaigns_until", models.DateTimeField(null=True)),
                ("rests_until", models.DateTimeField(null=True)),
                ("storms", models.PositiveSmallIntegerField(default=0)),
                ("speed", models.FloatField(null=True)),
                ("sure", models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="VirtualClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ahead", models.DurationField()),
            ],
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "why, or the whole message"), (2, "do"), (3, "well done")], default=1
                    ),
                ),
                ("key", models.CharField(max_length=60, null=True)),
                ("channel", models.CharField(choices=[("sms", "text message"), ("email", "e-mail")], max_length=5)),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "reply to what a parent has just done"),
                            (1, "safety message"),
                            (2, "stage message"),
                            (3, "local campaign"),
                            (4, "regional campaign"),
                        ]
                    ),
                ),
                ("stage_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("due_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "queued"),
                            (10, "submitting"),
                            (20, "unknown"),
                            (30, "sent"),
                            (40, "failed"),
                            (50, "undelivered"),
                            (60, "delivered"),
                            (70, "cancelled"),
                            (80, "expired"),
                        ],
                        default=0,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stopped", "the parent asked us to stop"),
                            ("lost", "the child has died"),
                            ("paused", "the parent paused"),
                            ("replanned", "the child's dates changed"),
                            ("cap", "the parent had had enough messages"),
                            ("repeat", "the parent had this message already"),
                            ("recalled", "staff withdrew the message"),
                            ("no_wording", "no approved wording for this parent"),
                            ("bad_wording", "the wording names something that the directory does not have"),
                            ("no_contact", "no address for this channel"),
                            ("superseded", "a later reply took its place"),
                            ("local", "a local message took its place"),
                            ("declined", "the parent wants no campaigns, or not this one"),
                            ("audience", "the parent is not among those it is for any more"),
                            ("called_off", "the campaign was cancelled"),
                            ("restored", "after a restore nobody knew whether it had been sent"),
                        ],
                        max_length=12,
                    ),
                ),
                ("fence", models.PositiveIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("keeps_words", models.BooleanField(default=False)),
                ("kept_as", models.JSONField(null=True)),
                ("version", models.PositiveIntegerField(null=True)),
                ("whole", models.BooleanField(default=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("preheader", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("segments", models.PositiveSmallIntegerField(default=0)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("provider_id", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(blank=True, max_length=20)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nudges",
                        to="subscribers.contact",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to="subscribers.journey",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="library.message"
                    ),
                ),
            ],
            options={
                "permissions": [("settle_unknown", "Can say what became of a sending that is unknown")],
            },
        ),
        migrations.CreateModel(
            name="DeliveryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "queued"),
                            (10, "submitting"),
                            (20, "unknown"),
                            (30, "sent"),
                            (40, "failed"),
                            (50, "undelivered"),
                            (60, "delivered"),
                            (70, "cancelled"),
                            (80, "expired"),
                        ]
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("outbox", "the outbox"),
                            ("dispatcher", "the dispatcher"),
                            ("planner", "the planner"),
                            ("sweep", "the sweep"),
                            ("callback", "the provider's callback"),
                            ("list", "the provider's list"),
                            ("person", "a person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nudge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="delivery.nudge"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField(max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("begun", models.BooleanField(default=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("nudges", models.PositiveIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recalls", to="library.message"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="VirtualMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=254)),
                ("kind", models.CharField(choices=[("sms", "text message"), ("email", "e-mail")], max_length=5)),
                ("outgoing", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["address", "at"], name="virtual_by_address")],
            },
        ),
        migrations.CreateModel(
            name="DayTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "journey",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="subscribers.journey"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="library.message"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subscribers.subscriber"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subscriber", "day"), name="one_message_a_person_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Halt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField(max_length=1000)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "began_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("halt_everything", "Can pause every message to parents")],
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1), condition=models.Q(("ended_at", None)), name="one_halt_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inbound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider_id", models.CharField(max_length=200, unique=True)),
                ("body", subscribers.sealing.SealedTextField()),
                ("received_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inbound", to="subscribers.contact"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)), fields=["received_at"], name="inbound_unanswered"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("status", 0)), fields=["urgency", "due_at", "journey"], name="nudge_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(condition=models.Q(("status", 10)), fields=["leased_until"], name="nudge_leased"),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(condition=models.Q(("status", 20)), fields=["submitted_at"], name="nudge_unknown"),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True), fields=["provider_id"], name="nudge_provider_id"
            ),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("urgency__gte", 3)), fields=["message", "status"], name="nudge_of_campaign"
            ),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="nudge_of_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("urgency__lt", 3)),
                fields=("journey", "message", "channel", "part"),
                name="one_nudge_a_part_and_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", False)),
                fields=("key",),
                name="one_nudge_a_key",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)), fields=("message",), name="one_open_recall_a_message"
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begun", False),
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="two_people_once_it_has_begun",
            ),
        ),
    ]
