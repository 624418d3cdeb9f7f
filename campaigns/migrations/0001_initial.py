import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
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
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to="directory.surestart"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
    ]
