import django.core.validators
import django.db.models.deletion
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import languages.table
import messages.formats.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("topic", models.CharField(max_length=120, verbose_name="topic")),
                ("action", models.CharField(max_length=300, verbose_name="no-cost action")),
                ("why", models.TextField(verbose_name="why it works")),
                (
                    "sms",
                    models.TextField(
                        blank=True,
                        help_text="Blank counts as missing: nobody is sent a blank text.",
                        verbose_name="text message",
                    ),
                ),
                (
                    "sms_why",
                    models.TextField(blank=True, help_text="First of three: a small reason.", verbose_name="why"),
                ),
                (
                    "sms_do",
                    models.TextField(blank=True, help_text="Second, two days later: the action.", verbose_name="do"),
                ),
                (
                    "sms_done",
                    models.TextField(
                        blank=True, help_text="Third, two days later: it counts.", verbose_name="well done"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="subject")),
                (
                    "preheader",
                    models.CharField(
                        blank=True,
                        help_text="What an inbox shows after the subject.",
                        max_length=100,
                        verbose_name="preheader",
                    ),
                ),
                (
                    "email",
                    wagtail.fields.StreamField(
                        [("paragraph", 0), ("action", 1), ("list", 3), ("helpline", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "icon": "pilcrow",
                                    "label": "Paragraph",
                                    "rows": 3,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Stands out as a card.",
                                    "icon": "pick",
                                    "label": "Something to try",
                                    "rows": 2,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            3: ("wagtail.blocks.ListBlock", (2,), {"icon": "list-ul", "label": "List"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A service's code, as lifeline. Its name and number come from the directory.",
                                    "icon": "help",
                                    "label": "Helpline",
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w-]+$", "A code has letters, digits, - and _ only."
                                        )
                                    ],
                                },
                            ),
                        },
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "web",
                    wagtail.fields.StreamField(
                        [("paragraph", 0), ("action", 1), ("list", 3), ("helpline", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "icon": "pilcrow",
                                    "label": "Paragraph",
                                    "rows": 3,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Stands out as a card.",
                                    "icon": "pick",
                                    "label": "Something to try",
                                    "rows": 2,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            3: ("wagtail.blocks.ListBlock", (2,), {"icon": "list-ul", "label": "List"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A service's code, as lifeline. Its name and number come from the directory.",
                                    "icon": "help",
                                    "label": "Helpline",
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w-]+$", "A code has letters, digits, - and _ only."
                                        )
                                    ],
                                },
                            ),
                        },
                        help_text="Left empty, the e-mail's words are shown.",
                        verbose_name="web page",
                    ),
                ),
                ("email_text", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "approved_by",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="approved by"),
                ),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pregnancy_week", "week of pregnancy"),
                            ("baby_week", "week of age"),
                            ("child_month", "month of age"),
                            ("care_week", "week of care after a loss"),
                            ("track_week", "week of a special track"),
                            ("campaign", "campaign"),
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
                        verbose_name="track",
                    ),
                ),
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
                        verbose_name="theme",
                    ),
                ),
                ("no_cost", models.BooleanField(default=True, verbose_name="costs nothing")),
                ("needs_nothing", models.BooleanField(default=True, verbose_name="needs nothing that is not at hand")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("source_url", models.URLField(blank=True, max_length=300, verbose_name="source's address")),
                ("source_checked_on", models.DateField(blank=True, null=True, verbose_name="source checked on")),
                ("review_on", models.DateField(verbose_name="due for review on")),
                ("held_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "ordering": ("-kind", "number", "track"),
                "permissions": [
                    ("approve_message", "Can approve words for parents"),
                    ("recall_message", "Can withdraw a message from every queue"),
                    ("import_message", "Can import the library from a spreadsheet"),
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("taken_back", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="library.message"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(default="en", max_length=12)),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "author",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="library.message"
                    ),
                ),
                (
                    "settled_by",
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
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("topic", models.CharField(max_length=120, verbose_name="topic")),
                ("action", models.CharField(max_length=300, verbose_name="no-cost action")),
                ("why", models.TextField(verbose_name="why it works")),
                (
                    "sms",
                    models.TextField(
                        blank=True,
                        help_text="Blank counts as missing: nobody is sent a blank text.",
                        verbose_name="text message",
                    ),
                ),
                (
                    "sms_why",
                    models.TextField(blank=True, help_text="First of three: a small reason.", verbose_name="why"),
                ),
                (
                    "sms_do",
                    models.TextField(blank=True, help_text="Second, two days later: the action.", verbose_name="do"),
                ),
                (
                    "sms_done",
                    models.TextField(
                        blank=True, help_text="Third, two days later: it counts.", verbose_name="well done"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="subject")),
                (
                    "preheader",
                    models.CharField(
                        blank=True,
                        help_text="What an inbox shows after the subject.",
                        max_length=100,
                        verbose_name="preheader",
                    ),
                ),
                (
                    "email",
                    wagtail.fields.StreamField(
                        [("paragraph", 0), ("action", 1), ("list", 3), ("helpline", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "icon": "pilcrow",
                                    "label": "Paragraph",
                                    "rows": 3,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Stands out as a card.",
                                    "icon": "pick",
                                    "label": "Something to try",
                                    "rows": 2,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            3: ("wagtail.blocks.ListBlock", (2,), {"icon": "list-ul", "label": "List"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A service's code, as lifeline. Its name and number come from the directory.",
                                    "icon": "help",
                                    "label": "Helpline",
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w-]+$", "A code has letters, digits, - and _ only."
                                        )
                                    ],
                                },
                            ),
                        },
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "web",
                    wagtail.fields.StreamField(
                        [("paragraph", 0), ("action", 1), ("list", 3), ("helpline", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "icon": "pilcrow",
                                    "label": "Paragraph",
                                    "rows": 3,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Stands out as a card.",
                                    "icon": "pick",
                                    "label": "Something to try",
                                    "rows": 2,
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "\\n\\s*\\n",
                                            "Please make each paragraph a block of its own.",
                                            inverse_match=True,
                                        )
                                    ],
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Item"}),
                            3: ("wagtail.blocks.ListBlock", (2,), {"icon": "list-ul", "label": "List"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A service's code, as lifeline. Its name and number come from the directory.",
                                    "icon": "help",
                                    "label": "Helpline",
                                    "validators": [
                                        django.core.validators.RegexValidator(
                                            "^[\\w-]+$", "A code has letters, digits, - and _ only."
                                        )
                                    ],
                                },
                            ),
                        },
                        help_text="Left empty, the e-mail's words are shown.",
                        verbose_name="web page",
                    ),
                ),
                ("email_text", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "approved_by",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="approved by"),
                ),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=languages.table.every_other_language,
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("made_from", models.CharField(editable=False, max_length=64)),
                ("goes_on_with", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="library.message"
                    ),
                ),
            ],
            options={
                "ordering": ("language",),
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Audio",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("made_from", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(editable=False)),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                ("approved_by", models.CharField(blank=True, editable=False, max_length=120)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("approved_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("file", models.FileField(upload_to=messages.formats.models.place_of, verbose_name="recording")),
                (
                    "sound",
                    models.CharField(
                        choices=[("mp3", "MP3"), ("ogg", "Ogg"), ("m4a", "M4A")], editable=False, max_length=3
                    ),
                ),
                ("checksum", models.CharField(editable=False, max_length=64)),
                ("reader", models.CharField(blank=True, max_length=120, verbose_name="read by")),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="library.message"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("message", "language"), name="one_audio_a_language")],
            },
        ),
        migrations.CreateModel(
            name="EasyRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("made_from", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(editable=False)),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                ("approved_by", models.CharField(blank=True, editable=False, max_length=120)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("approved_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "lines",
                    wagtail.fields.StreamField(
                        [("line", 4)],
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Short sentence", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("bath", "a parent holds a laughing baby in the bath"),
                                        ("dad", "a father with his baby asleep on his bare chest"),
                                        ("farm", "two fathers and their child at a gate, with a sheep"),
                                        ("hands", "a grown-up's hand holds a baby's small hand"),
                                        ("neonatal", "a hand reaches into an incubator and touches a tiny foot"),
                                        ("phone", "a hand holds a phone at night, with a message"),
                                        ("quiet", "two arcs and a small light over still water"),
                                        ("read", "a grandmother reads with a toddler"),
                                        ("sing", "a mother hums to her baby"),
                                        ("talk", "a parent and a laughing baby, face to face"),
                                        ("twins", "a parent with a twin in each arm"),
                                        ("walk", "a parent in a wheelchair and a baby in a sling, outdoors"),
                                        ("window", "a carer and a baby look out of the window at the rain"),
                                    ],
                                    "icon": "image",
                                    "label": "Picture of ours",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Or another image", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Read out to those who do not see it, in the language of the words.",
                                    "label": "What the other image shows",
                                    "max_length": 150,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("sentence", 0), ("picture", 1), ("image", 2), ("alt", 3)]],
                                {},
                            ),
                        },
                        verbose_name="lines",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="library.message"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("message", "language"), name="one_easyread_a_language")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "campaign"), _negated=True),
                fields=("kind", "number", "track"),
                name="one_message_a_stage_and_track",
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(fields=("message", "language"), name="one_translation_a_language"),
        ),
    ]
