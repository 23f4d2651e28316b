"""Drafts and their files: kept until they are sent, and really erased when they are given up."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from participation.actions import drafts
from participation.attachments import NotAccepted
from participation.draft_content import LONGEST_KEPT, Content, kept, opened, sealed
from participation.models import AskDraft, Attachment, Limit, Submission
from participation.transitions import Refused
from programs.models import Edition
from tests.participation.asking import FIGURE, ROOT, TEXT, Asker, at
from tests.participation.factories import NOW
from tests.participation.files import PDF, exif_of_a_telephone, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def clock() -> Any:
    with at(NOW) as traveller:
        yield traveller


@pytest.fixture
def draft(edition: Edition) -> AskDraft:
    return drafts.start_draft(about=FIGURE, now=NOW)


@pytest.fixture
def asker(edition: Edition, media: Path, clock: Any) -> Asker:
    return Asker()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def pdf(name: str = "informe.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def test_what_was_typed_comes_back_as_it_was() -> None:
    content = Content(about=FIGURE, kind="question", text="¿Qué?\n🙂", email="a@b.cl")

    assert opened(sealed(content)) == content


def test_a_seal_that_no_key_opens_is_an_empty_draft() -> None:
    assert opened("no es un sello") == Content()


def test_only_known_fields_are_kept_and_none_without_end() -> None:
    found = kept({"text": "x" * 50_000, "email": "a\0b", "is_staff": "1"})

    assert found == {"text": "x" * LONGEST_KEPT, "email": "ab"}


def test_saving_one_step_leaves_the_others(draft: AskDraft) -> None:
    drafts.save_draft(draft, typed={"kind": "remark"}, now=NOW)

    content = drafts.save_draft(draft, typed={"text": TEXT}, now=NOW)

    assert (content.kind, content.text, content.about) == ("remark", TEXT, FIGURE)


def test_a_draft_that_lacks_something_is_not_sent(draft: AskDraft) -> None:
    for content in (
        Content(about=FIGURE, text=TEXT),
        Content(about=FIGURE, kind="otra", text=TEXT),
        Content(about=FIGURE, kind="remark", text="corto"),
        Content(kind="remark", text=TEXT),
    ):
        with pytest.raises(Refused):
            drafts.send_draft(draft, content=content, now=NOW)
    assert not Submission.objects.exists()


def test_a_draft_about_what_is_no_longer_published_is_not_sent(edition: Edition) -> None:
    draft = drafts.start_draft(about=f"{ROOT}cifras/no-existe/", now=NOW)
    content = drafts.save_draft(draft, typed={"kind": "remark", "text": TEXT}, now=NOW)

    with pytest.raises(Refused, match="ya no está publicado"):
        drafts.send_draft(draft, content=content, now=NOW)


def test_what_was_sent_is_neither_changed_nor_erased(draft: AskDraft, media: Path) -> None:
    content = drafts.save_draft(draft, typed={"kind": "remark", "text": TEXT}, now=NOW)
    drafts.attach_file(draft, file=pdf(), name="informe.pdf", now=NOW)
    drafts.send_draft(draft, content=content, now=NOW)

    for act in (
        lambda: drafts.save_draft(draft, typed={"text": "Otra cosa, después"}, now=NOW),
        lambda: drafts.attach_file(draft, file=pdf(), name="b.pdf", now=NOW),
        lambda: drafts.remove_file(draft, uid=Attachment.objects.get().uid, now=NOW),
        lambda: drafts.discard_draft(draft),
    ):
        with pytest.raises(Refused):
            act()
    assert Submission.objects.get().attachments.count() == 1
    assert len(files_in(media)) == 1


# Files, by the page


def test_files_go_with_what_is_sent(asker: Asker, clock: Any) -> None:
    asker.fill(archivos={"archivos": [pdf(), pdf("otro.pdf")]})

    asker.send(clock)

    names = Submission.objects.get().attachments.values_list("name", flat=True)
    assert list(names) == ["informe.pdf", "otro.pdf"]


def test_a_picture_loses_the_place_it_was_taken_at(asker: Asker) -> None:
    photo = SimpleUploadedFile("foto.jpg", picture("JPEG", exif=exif_of_a_telephone()))
    asker.give("archivos", archivos=photo, agregar="1")

    page = asker.see("archivos").content.decode()

    assert "se le quitaron los datos de lugar y cámara" in page


def test_each_file_that_is_not_taken_is_named_and_the_good_ones_stay(asker: Asker) -> None:
    bad = SimpleUploadedFile("virus.exe", b"MZ nada")
    worse = SimpleUploadedFile("carta.pdf", b"no es un pdf")

    response = asker.give("archivos", archivos=[pdf(), bad, worse], agregar="1")

    page = response.content.decode()
    assert response.status_code == 400
    assert "<b>virus.exe</b>" in page
    assert "<b>carta.pdf</b>" in page
    assert "informe.pdf" in page
    assert Attachment.objects.count() == 1


def test_too_many_files_are_refused_with_what_to_do(asker: Asker, settings: Any) -> None:
    settings.ATTACHMENTS_MAX_COUNT = 2

    response = asker.give("archivos", archivos=[pdf(f"{n}.pdf") for n in range(3)], agregar="1")

    assert response.status_code == 400
    assert "Se puede adjuntar hasta 2 archivos" in response.content.decode()
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "a\x00b.pdf", "<script>alert(1)</script>.pdf", "ñ" * 300 + ".pdf"],
)
def test_hostile_names_of_files_become_names(asker: Asker, media: Path, name: str) -> None:
    response = asker.give("archivos", archivos=pdf(name), agregar="1")

    assert response.status_code in (302, 400)
    assert "<script>alert" not in asker.see("archivos").content.decode()
    assert all(path.is_relative_to(media / "attachments") for path in files_in(media))


def test_a_file_without_a_file_is_no_trouble(asker: Asker) -> None:
    assert asker.give("archivos", archivos="un texto", agregar="1").status_code == 302


def test_files_without_end_are_stopped_with_another_way(asker: Asker) -> None:
    Limit.objects.filter(slug="attach-draft").update(count=1)

    response = asker.give("archivos", archivos=[pdf(), pdf("otro.pdf")], agregar="1")

    assert response.status_code == 429
    assert "Puede enviar ahora lo escrito, sin más archivos" in response.content.decode()
    assert "informe.pdf" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_taken_out_is_erased_from_the_disk(asker: Asker, media: Path) -> None:
    asker.give("archivos", archivos=pdf(), agregar="1")
    assert len(files_in(media)) == 1

    asker.give("archivos", quitar=str(Attachment.objects.get().uid))

    assert not Attachment.objects.exists()
    assert files_in(media) == []


@pytest.mark.parametrize("uid", ["", "x", "0e6e427b-8b62-46f9-a4e5-aa9c6420806a", "\x00"])
def test_taking_out_what_is_not_there_changes_nothing(asker: Asker, uid: str) -> None:
    asker.give("archivos", archivos=pdf(), agregar="1")

    assert asker.give("archivos", quitar=uid).status_code == 302
    assert Attachment.objects.count() == 1


def test_a_file_of_another_draft_is_not_taken_out(asker: Asker) -> None:
    other = Asker()
    other.give("archivos", archivos=pdf(), agregar="1")

    asker.give("archivos", quitar=str(Attachment.objects.get().uid))

    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_discarding_erases_words_and_files_after_asking_once(asker: Asker, media: Path) -> None:
    asker.fill(archivos={"archivos": pdf()})
    assert "¿Borrar todo lo escrito?" in asker.see("borrar").content.decode()
    assert AskDraft.objects.exists()

    done = asker.give("borrar")

    assert "Borramos lo escrito" in done.content.decode()
    assert not AskDraft.objects.exists()
    assert not Attachment.objects.exists()
    assert files_in(media) == []
    assert asker.see("tipo").status_code == 404


def test_what_was_sent_is_not_discarded(asker: Asker, clock: Any) -> None:
    asker.fill().send(clock)

    assert asker.give("borrar").status_code == 302
    assert Submission.objects.exists()


def test_not_accepted_leaves_no_trace(draft: AskDraft, media: Path) -> None:
    with pytest.raises(NotAccepted):
        drafts.attach_file(draft, file=SimpleUploadedFile("a.pdf", b""), name="a.pdf", now=NOW)

    assert not Attachment.objects.exists()
    assert files_in(media) == []
