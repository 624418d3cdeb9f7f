import uuid

import django.db.models.deletion
from django.db import migrations, models

import subscribers.sealing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subscribers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("answers", subscribers.sealing.SealedTextField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LeavingReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("too_many", "Too many messages"),
                            ("not_useful", "Not useful to me"),
                            ("not_for_me", "Not written for someone like me"),
                            ("have_enough", "I have enough support now"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("door", models.CharField(max_length=20)),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("page", models.CharField(blank=True, max_length=60)),
                ("words", subscribers.sealing.SealedTextField()),
                ("better", subscribers.sealing.SealedTextField(blank=True)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24, unique=True)),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("child", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subscribers.child")),
                (
                    "inviter",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subscribers.subscriber"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("join", "join"),
                            ("address", "get messages at this address too"),
                            ("preferences", "see and change their own preferences"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answers", subscribers.sealing.SealedTextField()),
                ("digest", models.CharField(max_length=64)),
                ("tries_left", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("contact", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subscribers.contact")),
                (
                    "subscriber",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subscribers.subscriber"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asking",
                    models.CharField(
                        choices=[
                            ("when", "when the baby is due or was born"),
                            ("pregnant_or_born", "whether some weeks are of pregnancy or of age"),
                            ("who", "who they are to the baby"),
                            ("consent", "whether they agree"),
                            ("start_again", "whether messages may start again"),
                            ("born_on", "when the baby was born"),
                            ("is_born_on", "whether the baby was born on a day"),
                            ("is_due_on", "whether a date is the new due date"),
                            ("which_child", "which child's messages go on"),
                        ],
                        max_length=16,
                    ),
                ),
                ("answers", subscribers.sealing.SealedTextField()),
                ("asked_at", models.DateTimeField()),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("reminded", models.BooleanField(default=False)),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="question", to="subscribers.contact"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=20)),
                ("index", models.BinaryField(max_length=32)),
                ("window", models.DateTimeField()),
                ("spent", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "index", "window"), name="one_spending_a_window")
                ],
            },
        ),
    ]
