"""What the commands of operators share: which account, in whose name."""

from django.core.management.base import CommandError

from programs.models import PublicAccount, User


def account_of(year: int, institution: str = "") -> PublicAccount:
    """The account of that year.

    Raises:
        CommandError: there is none, or more than one and no institution was named.
    """
    found = PublicAccount.objects.select_related("institution").filter(account_year=year)
    if institution:
        found = found.filter(institution__slug=institution)
    accounts = list(found[:2])
    if not accounts:
        raise CommandError(f"No hay una cuenta pública de {year}. Importe una primero.")
    if len(accounts) > 1:
        raise CommandError(f"Hay varias cuentas de {year}: indique --institution.")
    return accounts[0]


def user_of(email: str) -> User:
    """The member of staff with that e-mail. Raises CommandError where there is none."""
    try:
        return User.objects.get(email__iexact=email, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"No hay una persona activa con el correo «{email}».") from None
