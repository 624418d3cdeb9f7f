import django.db.models.deletion
from django.db import migrations, models

import languages.table
import subscribers.sealing

REFUSAL = "the consent ledger is append-only"
SQLITE = f"""
CREATE TRIGGER consent_append_only BEFORE UPDATE ON subscribers_consentevent
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION consent_append_only() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER consent_append_only BEFORE UPDATE ON subscribers_consentevent
FOR EACH ROW EXECUTE FUNCTION consent_append_only()
"""


def make_ledger_append_only(_apps, editor):
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE, params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Departed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.BinaryField(max_length=32, unique=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "has not agreed to anything"),
                            ("active", "has agreed, and hears from us"),
                            ("stopped", "has asked us to stop"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("expected", "expected"), ("born", "born"), ("lost", "has died")], max_length=8
                    ),
                ),
                ("due_date", models.DateField(blank=True, null=True)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("gestation_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("corrected_birth_date", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "children",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "expected")), fields=["due_date", "id"], name="child_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "born")), fields=["birth_date", "id"], name="child_birth"
                    ),
                    models.Index(
                        condition=models.Q(("state", "born")),
                        fields=["corrected_birth_date", "id"],
                        name="child_corrected",
                    ),
                    models.Index(condition=models.Q(("state", "lost")), fields=["id"], name="child_lost"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Journey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("paused", "paused"), ("ended", "ended")],
                        default="active",
                        max_length=8,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mother", "mother"),
                            ("father", "father"),
                            ("partner", "partner"),
                            ("kinship_carer", "kinship carer"),
                            ("foster_carer", "foster carer"),
                            ("grandparent", "grandparent"),
                            ("other_carer", "other carer"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("carer", "carer"),
                            ("father_partner", "father or partner"),
                            ("care", "care after the death of a baby"),
                            ("neonatal", "baby in a neonatal unit"),
                            ("neonatal_partner", "baby in a neonatal unit, for partners"),
                            ("feeding_breast", "feeding: breast"),
                            ("feeding_bottle", "feeding: bottle"),
                            ("feeding_mixed", "feeding: mixed, or not sure yet"),
                            ("feeding_stopped", "feeding: stopped sooner than hoped"),
                            ("feeding_partner", "feeding, for partners"),
                            ("multiples", "twins or more"),
                            ("kinship", "kinship, foster and adoptive carers"),
                            ("after_loss", "pregnant after a loss"),
                            ("low", "when days feel heavy"),
                            ("young", "young parents"),
                            ("new_to_ni", "new to Northern Ireland"),
                            ("different_path", "a different path of development"),
                            ("apart", "apart for now"),
                            ("grandparents", "grandparents and helpers"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_language,
                        default="en",
                        max_length=12,
                    ),
                ),
                (
                    "fallback",
                    models.CharField(choices=[("en", "English"), ("none", "nothing")], default="en", max_length=4),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("sms", "text message"), ("email", "e-mail"), ("both", "text message and e-mail")],
                        default="sms",
                        max_length=5,
                    ),
                ),
                (
                    "frequency",
                    models.PositiveSmallIntegerField(choices=[(1, "one a week"), (3, "three a week")], default=1),
                ),
                (
                    "slot",
                    models.CharField(
                        choices=[("morning", "morning"), ("afternoon", "afternoon"), ("evening", "early evening")],
                        default="evening",
                        max_length=9,
                    ),
                ),
                (
                    "paused_for",
                    models.CharField(
                        blank=True,
                        choices=[("asked", "they asked for a pause"), ("loss", "another child of theirs has died")],
                        max_length=5,
                    ),
                ),
                ("paused_until", models.DateField(blank=True, null=True)),
                ("plan_from", models.DateTimeField()),
                ("care_from", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("keyword", models.CharField(blank=True, max_length=20)),
                ("roster_row", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="journeys", to="subscribers.child"
                    ),
                ),
                (
                    "sure_start",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="directory.surestart"
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="directory.trust"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="journeys",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("sms", "text message"), ("email", "e-mail")], max_length=5)),
                ("address", subscribers.sealing.SealedTextField()),
                ("index", models.BinaryField(max_length=32, unique=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "was asked to confirm"),
                            ("agreed", "agreed"),
                            ("stopped", "asked us to stop"),
                        ],
                        max_length=8,
                    ),
                ),
                ("door", models.CharField(max_length=20)),
                ("wording", models.CharField(max_length=40)),
                ("agreed_with", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("carer", "carer"),
                            ("father_partner", "father or partner"),
                            ("care", "care after the death of a baby"),
                            ("neonatal", "baby in a neonatal unit"),
                            ("neonatal_partner", "baby in a neonatal unit, for partners"),
                            ("feeding_breast", "feeding: breast"),
                            ("feeding_bottle", "feeding: bottle"),
                            ("feeding_mixed", "feeding: mixed, or not sure yet"),
                            ("feeding_stopped", "feeding: stopped sooner than hoped"),
                            ("feeding_partner", "feeding, for partners"),
                            ("multiples", "twins or more"),
                            ("kinship", "kinship, foster and adoptive carers"),
                            ("after_loss", "pregnant after a loss"),
                            ("low", "when days feel heavy"),
                            ("young", "young parents"),
                            ("new_to_ni", "new to Northern Ireland"),
                            ("different_path", "a different path of development"),
                            ("apart", "apart for now"),
                            ("grandparents", "grandparents and helpers"),
                        ],
                        max_length=24,
                    ),
                ),
                ("since", models.DateField(blank=True, null=True)),
                ("replaces_until", models.DateField(blank=True, null=True)),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followings", to="subscribers.journey"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["track", "since"], name="following_since")],
                "constraints": [models.UniqueConstraint(fields=("journey", "track"), name="one_following_a_track")],
            },
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("care_from__isnull", False)), fields=["care_from"], name="journey_care"
            ),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(condition=models.Q(("frequency__gte", 3)), fields=["child"], name="journey_threes"),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("state", "active")),
                fields=[
                    "child",
                    "slot",
                    "channel",
                    "track",
                    "frequency",
                    "plan_from",
                    "language",
                    "fallback",
                    "subscriber",
                    "id",
                ],
                name="journey_planned",
            ),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("channel__in", ("email", "both")), ("state", "active")),
                fields=[
                    "child",
                    "slot",
                    "channel",
                    "track",
                    "frequency",
                    "plan_from",
                    "language",
                    "fallback",
                    "subscriber",
                    "id",
                ],
                name="journey_letters",
            ),
        ),
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                condition=models.Q(("paused_for", "loss")), fields=["subscriber"], name="journey_after_loss"
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(condition=models.Q(("state", "active")), fields=["id"], name="subscriber_active"),
        ),
        migrations.AddConstraint(
            model_name="journey",
            constraint=models.UniqueConstraint(fields=("subscriber", "child"), name="one_journey_a_child"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("subscriber", "kind"), name="one_address_a_kind"),
        ),
        migrations.RunPython(make_ledger_append_only, migrations.RunPython.noop),
    ]
