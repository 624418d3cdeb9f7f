import django.db.models.deletion
from django.db import migrations, models

from directory import starter


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Trust",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="SureStart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("area", models.CharField(blank=True, max_length=200)),
                (
                    "districts",
                    models.CharField(
                        blank=True, help_text="Postcode districts for which it is suggested: BT7 BT9", max_length=200
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("url", models.CharField(blank=True, help_text="Short, without https://", max_length=200)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="directory.trust"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "verbose_name": "Sure Start",
                "verbose_name_plural": "Sure Starts",
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="Messages name it by this code, for example {lifeline.phone}.", unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("url", models.CharField(blank=True, help_text="Short, without https://", max_length=200)),
                ("hours", models.CharField(blank=True, max_length=120)),
                (
                    "cost",
                    models.CharField(
                        blank=True, help_text="What a call costs, as: free from every phone.", max_length=120
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True, help_text="Languages it is offered in, as its page says.", max_length=200
                    ),
                ),
                ("source", models.CharField(help_text="The page on which it was checked.", max_length=300)),
                ("checked_on", models.DateField()),
                ("review_by", models.DateField()),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        help_text="If it is only for one Trust's area.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.trust",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "verbose_name": "helpline or service",
                "verbose_name_plural": "helplines and services",
            },
        ),
        migrations.RunPython(lambda apps, _editor: starter.load(apps), migrations.RunPython.noop),
    ]
