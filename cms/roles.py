"""The roles of staff: eight groups and the language reviewers, and what each may do. The table is the whole truth.

It is applied by the first migration, and again by `manage.py sync_roles` after the table has changed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps as real_apps

AUTHOR = "Author"
APPROVER = "Clinical approver"
LANGUAGE_REVIEWER = "Language reviewer"
TRANSLATOR = "Translator"
PUBLISHER = "Publisher"
CAMPAIGNS = "Campaign officer"
SURE_START = "Sure Start lead"
ADMINISTRATOR = "Administrator"
READ_ONLY = "Read-only"

# What may be done with rows of a model: "view" stands for view_<model>; a name with a _ is the permission's own.
Grants = Mapping[str, str]

DIRECTORY = {"directory.service": "view", "directory.surestart": "view", "directory.trust": "view"}
LIBRARY = {"library.message": "view", "library.translation": "view"}
# What readers would put better in the drafts of translations.
SUGGESTIONS = {"portal.suggestion": "view"}
SETTLING = {"portal.suggestion": "view change"}
# What became of a sending when nobody else can say.
DECIDING = {"delivery.nudge": "settle_unknown"}
EVERY_LANGUAGE = {"cms.translatorlanguage": "every_language"}
# Whoever has "every_area" works for the whole region; the others for the areas of their memberships.
EVERY_AREA = {"campaigns.membership": "every_area"}
LOCAL = {"campaigns.campaign": "view", "campaigns.event": "view", "campaigns.place": "view"}
READING = {
    **DIRECTORY,
    **LIBRARY,
    **EVERY_LANGUAGE,
    **EVERY_AREA,
    **LOCAL,
    **SUGGESTIONS,
    "campaigns.observance": "view",
}
REPORTS = {"library.approval": "view"}
REMARKS = {"library.remark": "view add"}
DESK = "view add change publish lock unlock"
ALL = "view add change delete"


def _with(base: Grants, more: Grants) -> Grants:
    """Both: a model that is in both gets what either gives."""
    return {model: f"{base.get(model, '')} {more.get(model, '')}".strip() for model in [*base, *more]}


ROLES: Mapping[str, Grants] = {
    AUTHOR: _with(READING, {**REPORTS, **REMARKS, "library.message": "add change lock"}),
    APPROVER: _with(READING, {**REPORTS, **REMARKS, "library.message": "approve_message recall_message"}),
    LANGUAGE_REVIEWER: _with(
        {**DIRECTORY, **LIBRARY, **SETTLING}, {**REPORTS, **REMARKS, "library.message": "approve_message"}
    ),
    TRANSLATOR: _with(
        {**DIRECTORY, **LIBRARY, **SETTLING},
        {**REMARKS, "library.translation": "add change", "library.message": "import_message"},
    ),
    PUBLISHER: _with(
        READING,
        {
            **REPORTS,
            **REMARKS,
            **SETTLING,
            "library.message": f"{DESK} recall_message import_message",
            "library.translation": DESK,
            "directory.service": "add change",
            "directory.surestart": "add change",
            "directory.trust": "add change",
            **DECIDING,
        },
    ),
    CAMPAIGNS: _with(
        READING,
        {
            "campaigns.campaign": "add change approve_campaign stop_campaign",
            "campaigns.event": "add change",
            "campaigns.place": "add change",
            "campaigns.observance": "add change",
        },
    ),
    SURE_START: {
        **DIRECTORY,
        **LIBRARY,
        **EVERY_LANGUAGE,
        "campaigns.observance": "view",
        "campaigns.campaign": "view add change stop_campaign",
        "campaigns.event": "view add change",
        "campaigns.place": "view add change",
        "subscribers.subscriber": "add change",
    },
    ADMINISTRATOR: {
        **REPORTS,
        **SETTLING,
        "library.message": f"{DESK} delete approve_message recall_message import_message",
        "library.translation": f"{DESK} delete",
        "library.remark": ALL,
        "directory.service": ALL,
        "directory.surestart": ALL,
        "directory.trust": ALL,
        "campaigns.membership": f"{ALL} every_area",
        "campaigns.campaign": f"{ALL} approve_campaign stop_campaign",
        "campaigns.event": ALL,
        "campaigns.place": ALL,
        "campaigns.observance": ALL,
        "subscribers.subscriber": "add change",
        "delivery.halt": "halt_everything",
        **DECIDING,
        "cms.translatorlanguage": f"{ALL} every_language",
        "auth.user": ALL,
        "auth.group": ALL,
        "wagtailcore.workflow": ALL,
        "wagtailcore.task": ALL,
        "wagtailcore.site": "change",
    },
    READ_ONLY: _with(READING, REPORTS),
}
# The public front page is Wagtail's kind of page, and its permissions hang on the tree.
PAGES: Mapping[str, tuple[str, ...]] = {
    PUBLISHER: ("change_page", "publish_page"),
    ADMINISTRATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
# Who makes easy read may put images into Wagtail's library, and choose among them.
IMAGES = (AUTHOR, TRANSLATOR, PUBLISHER, ADMINISTRATOR)
# A workflow's name, its one step, whose words go through it, and which groups approve them.
WORKFLOWS = (
    ("Clinical review", "Clinical approval", "library.message", (APPROVER,)),
    ("Language review", "Language approval", "library.translation", (APPROVER, LANGUAGE_REVIEWER)),
)


def set_up(apps: Any) -> None:
    """Make the groups, give each what the table says and nothing else, and make the workflows that are missing.

    `apps` holds the models, of a migration or today's.
    """
    groups = apps.get_model("auth", "Group").objects
    admit = _permission(apps, "wagtailadmin.admin", "access_admin")
    for name, grants in ROLES.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.set([admit, *_permissions(apps, grants)])
        _set_up_pages(apps, group)
        if name in IMAGES:
            _set_up_images(apps, group)
    for workflow in WORKFLOWS:
        _set_up_workflow(apps, *workflow)


def _permissions(apps: Any, grants: Grants) -> Iterator[Any]:
    for label, names in grants.items():
        model = label.partition(".")[2]
        for name in names.split():
            yield _permission(apps, label, name if "_" in name else f"{name}_{model}")


def _permission(apps: Any, label: str, codename: str) -> Any:
    """The permission, made as Django and Wagtail would make it after the last migration."""
    opts = real_apps.get_model(label)._meta  # noqa: SLF001 - Django's documented way to a model's names
    verb = codename.partition("_")[0]
    name = dict(opts.permissions).get(codename, f"Can {verb} {opts.verbose_name_raw}")
    defaults = {"name": name}
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=_type(apps, label), codename=codename, defaults=defaults)[0]


def _type(apps: Any, label: str) -> Any:
    """The content type of a model."""
    app_label, _, model = label.partition(".")
    types = apps.get_model("contenttypes", "ContentType").objects
    return types.get_or_create(app_label=app_label, model=model)[0]


def _set_up_pages(apps: Any, group: Any) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in PAGES.get(group.name, ()):
        rows.get_or_create(group=group, page=root, permission=_permission(apps, "wagtailcore.page", codename))


def _set_up_images(apps: Any, group: Any) -> None:
    """In every collection."""
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for codename in ("add_image", "choose_image"):
        rows.get_or_create(group=group, collection=root, permission=_permission(apps, "wagtailimages.image", codename))


def _set_up_workflow(apps: Any, name: str, step: str, label: str, approvers: tuple[str, ...]) -> None:
    """One that staff have changed is left as it is."""
    rows = apps.get_model("wagtailcore", "WorkflowContentType").objects
    content_type = _type(apps, label)
    if rows.filter(content_type=content_type).exists():
        return
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=name)
    task = apps.get_model("cms", "ClinicalApproval").objects.create(
        name=step, content_type=_type(apps, "cms.clinicalapproval")
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=approvers))
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow_id=workflow.pk, task_id=task.pk, sort_order=0)
    rows.create(content_type=content_type, workflow=workflow)
