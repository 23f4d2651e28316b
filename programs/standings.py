"""How an account stands: its figures, its checks, its last edition and what it lacks.

What the desk, the page of the checks and the page for publishing all ask, worked out once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from programs.actions.accounts import check_can_publish
from programs.actions.council import check_council_heard
from programs.checks import BadRule, Review, problems_of_rules, review, run_checks
from programs.drafts import ledger_of
from programs.editions import ledger_of_edition
from programs.figures import plural
from programs.integrity import problems_of
from programs.ledger import Ledger
from programs.models import Edition, PublicAccount, User
from programs.promised import (
    PromisedChange,
    Record,
    promised_changes,
    promised_now,
    record_of_edition,
)
from programs.promises import in_words, unkept
from programs.proposals import LedgerDiff, diff_ledgers
from programs.reviews import previous_ledger
from programs.transitions import STATES, Refused, State

MOST_NAMED = 4


@dataclass(frozen=True)
class Standing:
    """An account as it stands now. `fault` says which declared rule cannot be run, if any."""

    account: PublicAccount
    ledger: Ledger
    review: Review
    last: Edition | None
    fault: str = ""

    @property
    def state(self) -> State:
        return next(state for state in STATES if state.code == self.account.state)

    @property
    def next_number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @cached_property
    def incoherences(self) -> tuple[str, ...]:
        """What keeps the account from hanging together, a sentence each."""
        said = (str(problem) for problem in problems_of(self.ledger))
        return tuple(dict.fromkeys((*said, *problems_of_rules(self.ledger))))

    @cached_property
    def published(self) -> Ledger | None:
        """What the last edition says."""
        return ledger_of_edition(self.last) if self.last else None

    @cached_property
    def promised(self) -> Record:
        """What the account would open with, of the commitments of the one before, today."""
        return promised_now(self.account)

    @cached_property
    def promised_since(self) -> tuple[PromisedChange, ...]:
        """What changed of them since the last edition; empty before the first."""
        return promised_changes(record_of_edition(self.last), self.promised) if self.last else ()

    @cached_property
    def diff(self) -> LedgerDiff | None:
        """What changed since the last edition; None before the first."""
        return diff_ledgers(self.published, self.ledger) if self.published else None


def standing_of(account: PublicAccount) -> Standing:
    """Read the draft and check it; the same number of queries whatever its size."""
    ledger = ledger_of(account)
    fault = ""
    try:
        outcomes = run_checks(ledger, previous_ledger(account))
    except BadRule as wrong:
        outcomes, fault = (), " ".join(wrong.problems)
    last = account.editions.order_by("-number").first()
    return Standing(account, ledger, review(outcomes, ledger), last, fault)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list of what an edition needs. `page` names where it is mended."""

    code: str
    label: str
    state: Literal["ok", "missing", "advice"]
    sentence: str
    page: str = ""

    @property
    def blocks(self) -> bool:
        return self.state == "missing"


def checklist(standing: Standing, by: User) -> tuple[Item, ...]:
    """What an edition needs before `by` may publish it, then what it would do well to have."""
    return (
        _figures(standing),
        _coherence(standing),
        _rules(standing),
        _differences(standing),
        _changes(standing),
        _prepared(standing),
        _four_eyes(standing, by),
        _chapters(standing),
        _headline(standing),
        _contacts(standing),
        *_promises(standing),
        *_errata(standing),
        *_commitments(standing),
        *_council(standing),
    )


def missing(standing: Standing) -> tuple[Item, ...]:
    """What is missing of the account itself, whoever looks and whoever will publish."""
    found = (_figures, _coherence, _rules, _differences, _chapters, _headline, _contacts)
    items = (*(make(standing) for make in found), *_promises(standing), *_council(standing))
    return tuple(item for item in items if item.state != "ok")


def _figures(standing: Standing) -> Item:
    count = len(standing.ledger.figures)
    if not count:
        return Item(
            "figures", "Cifras", "missing", "No hay cifras: importe una planilla.", "import"
        )
    return Item("figures", "Cifras", "ok", f"La cuenta tiene {plural(count, 'cifra', 'cifras')}.")


def _coherence(standing: Standing) -> Item:
    """Every name leads to something, no name stands twice: what preparing and publishing ask."""
    label, found = "Coherencia", standing.incoherences
    if found:
        named = " ".join(f"{said.removesuffix('.')}." for said in found[:MOST_NAMED])
        more = len(found) - MOST_NAMED
        return Item("coherence", label, "missing", named + (f" Y {more} más." if more > 0 else ""))
    return Item("coherence", label, "ok", "Todo lo que la cuenta nombra existe, una sola vez.")


def _rules(standing: Standing) -> Item:
    label = "Reglas de cuadratura"
    if standing.fault:
        return Item("rules", label, "missing", standing.fault, "rules")
    return Item("rules", label, "ok", "Todas las reglas se pueden comprobar.")


def _differences(standing: Standing) -> Item:
    label = "Diferencias"
    pending, all_of_them = len(standing.review.blocking), len(standing.review.differing)
    if pending:
        said = plural(pending, "diferencia sin explicar", "diferencias sin explicar")
        return Item("differences", label, "missing", f"{said[:1].upper()}{said[1:]}.", "checks")
    if not all_of_them:
        return Item("differences", label, "ok", "Ninguna cifra comprobada difiere.", "checks")
    one, many = "diferencia, con su explicación", "diferencias, todas con su explicación"
    return Item("differences", label, "ok", f"{plural(all_of_them, one, many)}.", "checks")


def _changes(standing: Standing) -> Item:
    label = "Cambios"
    if standing.diff is None or standing.last is None:
        return Item("changes", label, "ok", "Es la primera edición.")
    if standing.diff.is_empty and standing.promised_since:
        return Item("changes", label, "ok", "Solo cambian los compromisos de la cuenta anterior.")
    if standing.diff.is_empty:
        said = f"Nada cambió desde la edición {standing.last.number}: no hay qué publicar."
        return Item("changes", label, "missing", said)
    return Item("changes", label, "ok", f"Hay cambios desde la edición {standing.last.number}.")


def _prepared(standing: Standing) -> Item:
    label, account = "Revisión", standing.account
    if account.state == PublicAccount.State.CHECKED:
        return Item("prepared", label, "ok", f"{account.prepared_by} dio las cifras por revisadas.")
    said = "Falta que alguien dé las cifras por revisadas."
    if account.state == PublicAccount.State.PUBLISHED:
        said = "Esta edición ya está publicada. Para cambiarla, vuelva la cuenta a borrador."
        return Item("prepared", label, "missing", said, "reopen")
    return Item("prepared", label, "missing", said, "prepare")


def _four_eyes(standing: Standing, by: User) -> Item:
    label = "Quién publica"
    account = standing.account
    if account.state == PublicAccount.State.CHECKED:
        try:
            check_can_publish(account, by=by)
        except Refused as refused:
            return Item("eyes", label, "missing", str(refused))
    if account.institution.allows_self_publication:
        said = "La institución permite que publique quien preparó."
        return Item("eyes", label, "ok", said)
    return Item("eyes", label, "ok", "Publica una persona distinta de quien preparó.")


def _chapters(standing: Standing) -> Item:
    ledger, label = standing.ledger, "Capítulos"
    used = {chapter.parent for chapter in ledger.chapters}
    used |= {table.chapter for table in ledger.tables} | {f.chapter for f in ledger.figures}
    empty = [c.title for c in ledger.chapters if not c.body.strip() and c.slug not in used]
    if not ledger.chapters:
        return Item("chapters", label, "advice", "La cuenta no tiene capítulos.", "chapters")
    if empty:
        return Item("chapters", label, "advice", f"Sin texto: {_named(empty)}.", "chapters")
    return Item("chapters", label, "ok", "Todos los capítulos tienen contenido.")


def _headline(standing: Standing) -> Item:
    label = "Portada"
    if any(figure.highlight is not None for figure in standing.ledger.figures):
        return Item("headline", label, "ok", "La portada tiene sus cifras.")
    return Item(
        "headline", label, "advice", "Ninguna cifra está elegida para la portada.", "results"
    )


def _contacts(standing: Standing) -> Item:
    label = "Contacto"
    if standing.ledger.institution.contacts:
        return Item("contacts", label, "ok", "La institución dice dónde ubicarla.")
    said = "La institución no tiene puntos de contacto."
    return Item("contacts", label, "advice", said, "institution")


def _promises(standing: Standing) -> tuple[Item, ...]:
    """What answers to questions promised to correct in this edition."""
    if standing.published is None:
        return ()
    promised = [erratum for erratum in standing.ledger.errata if erratum.question]
    left = unkept(standing.ledger, standing.published)
    if left:
        said = "; ".join(in_words(erratum, standing.ledger) for erratum in left[:MOST_NAMED])
        return (Item("promises", "Correcciones prometidas", "missing", f"{said}.", "errata"),)
    if promised:
        return (Item("promises", "Correcciones prometidas", "ok", "Lo prometido está corregido."),)
    return ()


def _errata(standing: Standing) -> tuple[Item, ...]:
    """From the second edition on: each figure that changes would do well to say why."""
    if standing.diff is None:
        return ()
    told = {erratum.figure for erratum in standing.ledger.errata}
    figures = standing.diff.figures
    untold = [item.label for item in (*figures.changed, *figures.removed) if item.key not in told]
    if untold:
        said = f"Cambian sin fe de erratas: {_named(untold)}."
        return (Item("errata", "Fe de erratas", "advice", said, "errata"),)
    return (Item("errata", "Fe de erratas", "ok", "Cada cifra que cambia dice por qué."),)


def _commitments(standing: Standing) -> tuple[Item, ...]:
    """What the account opens with: the same as who gave it as checked saw, or what changed since.

    It is told as it is today: publishing what is known to have changed would not be true.
    """
    label, today = "Compromisos de la cuenta anterior", standing.promised
    if not today:
        return ()
    seen = standing.account.promised_record
    changed = promised_changes(seen, today)
    if standing.account.state != PublicAccount.State.CHECKED or not changed:
        count = plural(len(today["commitments"]), "compromiso", "compromisos")
        return (Item("commitments", label, "ok", f"La cuenta abre con {count}."),)
    told = " ".join(f"{each.code}: {each.said[0]}" for each in changed[:MOST_NAMED])
    more = f" Y {len(changed) - MOST_NAMED} más." if len(changed) > MOST_NAMED else ""
    said = f"Cambiaron después de la revisión y se publican como están hoy. {told}{more}"
    return (Item("commitments", label, "advice", said),)


def _council(standing: Standing) -> tuple[Item, ...]:
    """Where the institution consults the council: whether it was heard and answered."""
    account, label = standing.account, "Consejo de la Sociedad Civil"
    if not (account.institution.consults_council or account.council_state):
        return ()
    try:
        check_council_heard(account)
    except Refused as refused:
        return (Item("council", label, "missing", str(refused), "council"),)
    return (Item("council", label, "ok", f"{account.get_council_state_display()}."),)


def _named(names: list[str]) -> str:
    shown = ", ".join(f"«{name}»" for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown + (f" y {more} más" if more > 0 else "")
