"""What runs beside the demonstration, and the mail it announces."""

from pathlib import Path

from cuenta.background import Letters, programs
from cuenta.local import Place

EML = "Subject: Recibo\nTo: a@b.invalid\n\nHola\n"


def test_the_portal_does_not_need_its_worker_nor_its_beat(tmp_path: Path) -> None:
    found = programs(Place(tmp_path), 8000)

    assert [each.is_needed for each in found] == [False, False]
    assert ["worker" in found[0].argv, "beat" in found[1].argv] == [True, True]


def test_two_demonstrations_of_one_checkout_have_a_schedule_each(tmp_path: Path) -> None:
    first, second = (programs(Place(tmp_path), port)[1].argv for port in (8000, 8001))

    assert set(first) != set(second)


def test_each_new_message_is_announced_once(tmp_path: Path, settings: object) -> None:
    mail = tmp_path / "var" / "mail"
    settings.EMAIL_FILE_PATH = str(mail)  # type: ignore[attr-defined]
    letters = Letters(mail)
    before_any = letters.new()
    mail.mkdir(parents=True)

    (mail / "20260803-110000-000001_receipt_1.eml").write_text(EML)
    first = letters.new()
    second = letters.new()

    assert before_any == second == []
    assert first == ["  ✉ Recibo → var/mail/20260803-110000-000001_receipt_1.eml"]


def test_what_was_there_before_is_not_announced(tmp_path: Path) -> None:
    (tmp_path / "20260803-110000-000001_receipt_1.eml").write_text(EML)

    assert Letters(tmp_path).new() == []
