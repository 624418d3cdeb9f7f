"""Staff who may hold messages back, for the tests of second thoughts."""

from django.contrib.auth.models import Permission, User

MAY = ("recall_message", "halt_everything")


def person(name: str, *permissions: str) -> User:
    """Somebody of the staff, with these permissions; fetched anew, because Django keeps what it has looked up."""
    user = User.objects.create_user(name)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return User.objects.get(pk=user.pk)


def couple() -> tuple[User, User]:
    """Two people who may do everything here."""
    return person("ann", *MAY), person("ben", *MAY)
