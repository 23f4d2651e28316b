"""The desk: for each account, whose turn it is, what it lacks and what can be done now."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from programs.admin.acts import PREPARE, REOPEN
from programs.admin.editions import log_link
from programs.admin.links import account_link, figures_link, link_to
from programs.models import AccountEvent, Edition, PublicAccount, User
from programs.permissions import may
from programs.standings import Item, Standing, missing, standing_of
from programs.transitions import allows

MOST_ACCOUNTS = 3
MOST_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Button:
    """A way to act; without `url` the words of `reason` say why not."""

    label: str
    url: str = ""
    reason: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is missing, and where it is mended."""

    item: Item
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One account on the desk."""

    account: PublicAccount
    standing: Standing
    is_my_turn: bool
    explained: int
    lines: tuple[Line, ...]
    buttons: tuple[Button, ...]
    events: tuple[AccountEvent, ...]
    figures_url: str
    checks_url: str
    log_url: str
    edition_url: str


@dataclass(frozen=True, slots=True)
class Desk:
    cards: tuple[Card, ...]
    older: tuple[PublicAccount, ...]
    new_url: str


def desk_of(request: Any) -> Desk | None:
    """The desk of whoever asks; None for someone who may not see accounts."""
    user: User = request.user
    if not may(user, "view_publicaccount"):
        return None
    accounts = list(PublicAccount.objects.select_related("institution", "prepared_by"))
    return Desk(
        cards=tuple(_card(account, user) for account in accounts[:MOST_ACCOUNTS]),
        older=tuple(accounts[MOST_ACCOUNTS:]),
        new_url=reverse("admin:programs_publicaccount_import_new")
        if may(user, "import_account")
        else "",
    )


def _card(account: PublicAccount, user: User) -> Card:
    standing = standing_of(account)
    events = account.events.select_related("by")[:MOST_EVENTS]
    return Card(
        account=account,
        standing=standing,
        is_my_turn=_is_turn_of(account, user),
        explained=len(standing.review.differing) - len(standing.review.blocking),
        lines=tuple(Line(item, page_of(item.page, account)) for item in missing(standing)),
        buttons=_buttons(standing, user),
        events=tuple(events),
        figures_url=figures_link(account),
        checks_url=account_link("checks", account),
        log_url=log_link(account),
        edition_url=_edition_url(standing.last),
    )


def _is_turn_of(account: PublicAccount, user: User) -> bool:
    if account.state == PublicAccount.State.DRAFT:
        return may(user, "import_account")
    return account.state == PublicAccount.State.CHECKED and may(user, "publish_account")


def _edition_url(edition: Edition | None) -> str:
    return reverse("admin:programs_edition_change", args=[edition.pk]) if edition else ""


def page_of(name: str, account: PublicAccount) -> str:
    """Where an item of the checklist is mended."""
    if name in ("import", "checks", "prepare", "reopen"):
        return account_link(name, account)
    if name == "institution":
        return reverse("admin:programs_institution_change", args=[account.institution_id])
    if name == "council":
        return link_to("admin:participation_councilreview_open", account.pk)
    lists = {"rules": "rule", "chapters": "chapter", "results": "result", "errata": "erratum"}
    if name not in lists:
        return ""
    return f"{reverse(f'admin:programs_{lists[name]}_changelist')}?account={account.pk}"


def _buttons(standing: Standing, user: User) -> tuple[Button, ...]:
    account = standing.account
    found = []
    if may(user, "import_account"):
        found.append(Button("Importar", account_link("import", account)))
    found.append(Button("Revisar cuadratura", account_link("checks", account)))
    if preview := link_to("cuenta:draft", year=account.account_year):
        found.append(Button("Vista previa", preview))
    if may(user, "import_account"):
        found += _following(account)
    if calendar := link_to("admin:participation_window_calendar", account.pk):
        found.append(Button("Calendario", calendar))
    if account.state == PublicAccount.State.ARCHIVED:
        return found
    if may(user, "prepare_account"):
        found += _preparing(standing)
    if may(user, "publish_account"):
        found += _publishing(account, user)
    return tuple(sorted(found, key=lambda button: not button.is_main))


def _following(account: PublicAccount) -> list[Button]:
    """The draft of the year after, while the portal has none."""
    year = account.account_year + 1
    url = link_to("cuenta:account-next", account_id=account.pk)
    if not url or PublicAccount.objects.filter(account_year=year).exists():
        return []
    return [Button(f"Abrir el borrador de {year}", url)]


def _preparing(standing: Standing) -> list[Button]:
    account = standing.account
    if allows("reopen", account.state):
        return [Button(REOPEN.button, account_link("reopen", account))]
    unready = standing.fault or standing.incoherences or standing.review.blocking
    if unready or not standing.ledger.figures:
        return [Button(PREPARE.button, reason="Primero resuelva lo que falta.")]
    return [Button(PREPARE.button, account_link("prepare", account), is_main=True)]


def _publishing(account: PublicAccount, user: User) -> list[Button]:
    url = link_to("cuenta:account-publish", account_id=account.pk)
    if not url:
        return []
    if account.state == PublicAccount.State.DRAFT:
        return [Button("Publicar", reason="Falta dar las cifras por revisadas.")]
    alone = account.prepared_by_id == user.pk and not account.institution.allows_self_publication
    if account.state == PublicAccount.State.CHECKED and alone:
        return [Button("Publicar", reason="Usted preparó esta edición: la publica otra persona.")]
    is_next = account.state == PublicAccount.State.CHECKED
    label = "Publicar" if is_next else "Ver publicación"
    return [Button(label, url, is_main=is_next)]
