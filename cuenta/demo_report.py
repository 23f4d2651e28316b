"""The answer report of the demonstration: one version, made and published by its real acts.

Reception is still open there, so that some wait for an answer; the report says so and why it is
published all the same. Everything in it is invented, and marked.
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
    "Es una demostración: la recepción sigue abierta y algunas preguntas todavía están en plazo. "
    "Una institución publica su informe cuando terminó de responder, o dice aquí por qué no espera."
)


def load_report(account: PublicAccount, *, now: datetime) -> bool:
    """Make and publish the first version, once; whether it was made now."""
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
    return True
