"""The answer report of the demonstration: a partial one, published by its real acts, and a draft.

Reception is still open there, so that the published version is partial and says so. The next one is
asked for and left to the worker: the staff read it at the desk, and nobody else. Everything in them
is invented, and marked.
"""

from datetime import datetime

from cuenta.demo_script import person
from cuenta.demo_users import MANAGER, REVIEWER, SIGNER
from participation.actions import reports
from participation.models import AnswerReport
from participation.reporting import make_reports
from programs.models import PublicAccount

OFFICE = "Directora (demostración)"
FOREWORD = (
    "Este informe es una demostración: las personas, sus preguntas y las respuestas son "
    "inventadas. Muestra cómo el portal reúne, sin que nadie copie nada a mano, lo que se preguntó "
    "sobre la cuenta, lo que se respondió y en cuánto tiempo.\n"
    "En una cuenta de verdad, aquí escribe la institución qué aprendió de las preguntas."
)
PENDING = (
    "Es un informe parcial de la demostración: la recepción sigue abierta y algunas preguntas "
    "todavía están en plazo. El informe que pide la ley se publica cuando se terminó de responder."
)
NEXT = (
    "La anterior es parcial. Esta reúne lo que llega y se responde hasta que cierre la recepción "
    "(demostración)."
)


def load_report(account: PublicAccount, *, now: datetime) -> bool:
    """Publish the first version and ask for the second, once; whether it was done now."""
    if AnswerReport.objects.filter(account=account).exists():
        return False
    manager = person(MANAGER)
    report = reports.prepare_report(account, is_demo=True, by=manager, now=now)
    AnswerReport.objects.filter(pk=report.pk).update(foreword=FOREWORD, pending_reason=PENDING)
    make_reports(now, seconds=60)
    report.refresh_from_db()
    if report.state != "draft":
        return False  # its page in the admin says what stopped it, and tries again
    reports.send_report(report, by=manager, now=now)
    reports.approve_report(
        report, expected_sha256=report.sha256, by=person(REVIEWER), now=now
    )  # fmt: skip
    reports.publish_report(report, office=OFFICE, by=person(SIGNER), now=now)
    reports.prepare_report(account, reason=NEXT, is_demo=True, by=manager, now=now)
    return True
