import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pregnancy_week", "week of pregnancy"),
                            ("baby_week", "week of age"),
                            ("child_month", "month of age"),
                            ("care_week", "week of care after a loss"),
                        ],
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="week or month")),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("carer", "carer"),
                            ("father_partner", "father or partner"),
                            ("care", "care after the death of a baby"),
                        ],
                        max_length=16,
                    ),
                ),
                ("topic", models.CharField(max_length=120)),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("bond", "bonding"),
                            ("touch", "touch"),
                            ("talk", "talking"),
                            ("sing", "singing"),
                            ("read", "reading"),
                            ("serve-return", "serve and return"),
                            ("soothe", "soothing"),
                            ("play", "play"),
                            ("sleep", "sleep"),
                            ("feeding", "feeding"),
                            ("self", "your own wellbeing"),
                            ("coparent", "family and helpers"),
                            ("health", "health"),
                            ("safety", "safety"),
                            ("service", "services"),
                        ],
                        max_length=16,
                    ),
                ),
                ("action", models.CharField(max_length=300, verbose_name="no-cost action")),
                ("why", models.TextField(verbose_name="why it works")),
                ("source", models.CharField(max_length=300)),
                ("source_url", models.URLField(blank=True, max_length=300)),
                ("source_checked_on", models.DateField()),
                ("review_on", models.DateField(verbose_name="due for review on")),
                ("needs_clinical_sign_off", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("-kind", "number", "track"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number", "track"), name="one_message_a_stage_and_track")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("pl", "Polish"),
                            ("ar", "Arabic"),
                            ("ro", "Romanian"),
                            ("lt", "Lithuanian"),
                            ("bg", "Bulgarian"),
                            ("pt", "Portuguese"),
                            ("tet", "Tetum"),
                            ("sk", "Slovak"),
                            ("ga", "Irish"),
                            ("uk", "Ukrainian"),
                            ("zh-hans", "Chinese (Simplified)"),
                            ("so", "Somali"),
                            ("hu", "Hungarian"),
                            ("lv", "Latvian"),
                            ("ru", "Russian"),
                        ],
                        default="en",
                        max_length=12,
                    ),
                ),
                ("channel", models.CharField(choices=[("sms", "text message"), ("email", "e-mail")], max_length=5)),
                ("subject", models.CharField(blank=True, help_text="E-mail only.", max_length=60)),
                (
                    "preheader",
                    models.CharField(blank=True, help_text="E-mail only: the line after the subject.", max_length=100),
                ),
                (
                    "body",
                    models.TextField(blank=True, help_text="Blank counts as missing: nobody is sent a blank text."),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "approved_by",
                    models.CharField(blank=True, help_text="The name of who signed this wording off.", max_length=120),
                ),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "message",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="library.message"
                    ),
                ),
            ],
            options={
                "ordering": ("language", "-channel"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "language", "channel"), name="one_wording_a_language_and_channel"
                    )
                ],
            },
        ),
    ]
