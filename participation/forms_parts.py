"""What staff type to publish a filing, reserve parts of it or group some: shape only."""

from typing import Any

from django import forms

from participation.actions.filing import LONGEST_TITLE
from participation.folios import read_folio
from participation.forms import Line, Words
from participation.forms_staff import ActForm, NoteToAuthorForm, area
from participation.models import Submission
from participation.personal_data import Kind, find_personal_data

_LONGEST_KEY = 19


class RedactForm(ActForm):
    """What was found, with a box each, and words that only a person recognises."""

    main = "phrase"
    found = forms.MultipleChoiceField(
        label="Lo que encontró el portal", required=False, widget=forms.CheckboxSelectMultiple
    )
    phrase = Line(
        label="Otras palabras que reservar", max_length=500, required=False,
        help_text="Escríbalas exactamente como están.",
    )  # fmt: skip
    where = forms.ChoiceField(label="Dónde están las otras palabras", required=False)
    reason = forms.ChoiceField(
        label="Qué son", required=False, initial=Kind.NAME,
        choices=[(kind.value, kind.value) for kind in Kind],
    )  # fmt: skip

    def fill(self) -> None:
        self.fields["found"].choices = found_in(self.submission)  # type: ignore[attr-defined]
        files = [
            (f"file_name:{file.pk}", f"El nombre del archivo «{file.name}»")
            for file in self.submission.attachments.all()
        ]
        names = [("text", "El texto"), ("title", "El título")]
        if self.submission.shown_name:
            names.append(("shown_name", "El nombre mostrado"))
        self.fields["where"].choices = [*names, *files]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if not asked.get("found") and not asked.get("phrase") and not self.errors:
            self.add_error("phrase", "Marque algo de lo encontrado, o escriba qué reservar.")
        return asked

    def given(self) -> dict[str, Any]:
        """`chosen`: by field, the exact words to hide with what they are."""
        chosen: dict[str, list[tuple[str, Kind]]] = {}
        texts = texts_of(self.submission)
        for code in self.cleaned_data["found"]:
            name, start, end, kind = code.rsplit(".", 3)
            words = texts[name][int(start) : int(end)]
            chosen.setdefault(name, []).append((words, Kind(kind)))
        if phrase := self.cleaned_data["phrase"]:
            where = self.cleaned_data["where"] or "text"
            reason = Kind(self.cleaned_data["reason"] or Kind.OTHER)
            chosen.setdefault(where, []).append((phrase, reason))
        return {"chosen": chosen}


def texts_of(submission: Submission) -> dict[str, str]:
    """The texts of a submission in which something may be reserved, by their code."""
    files = {f"file_name:{file.pk}": file.name for file in submission.attachments.all()}
    own = {name: getattr(submission, name) for name in ("text", "title", "shown_name")}
    return {**own, **files}


def found_in(submission: Submission) -> list[tuple[str, str]]:
    """What seems personal in each text, with a code that says where it stands."""
    where = {"text": "en el texto", "title": "en el título", "shown_name": "en el nombre mostrado"}
    # What is hidden in the text is hidden in the title that repeats it: once is enough.
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name, text in texts_of(submission).items():
        place = where.get(name, "en el nombre de un archivo")
        for each in find_personal_data(text):
            code = f"{name}.{each.start}.{each.end}.{each.kind.value}"
            label = f"{each.kind.value} {place}: «{each.text}»"
            found.setdefault((name if ":" in name else "", each.text), (code, label))
    return list(found.values())


class PublishForm(ActForm):
    """What makes a filing public: where something seems personal, the moderator says it was read.

    What the portal finds is a guess, so that it is asked and not forbidden.
    """

    looked = forms.BooleanField(
        label="Lo leí y puede publicarse así",
        error_messages={
            "required": "Reserve antes lo que sea un dato personal; si no lo es, marque aquí."
        },
    )

    def fill(self) -> None:
        # The name of a file is published with the file, which is another act.
        found = [label for code, label in found_in(self.submission) if not _is_of_file(code)]
        self.marked: tuple[str, ...] = tuple(found)
        if not found:
            del self.fields["looked"]

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in super().given().items() if name != "looked"}


def _is_of_file(code: str) -> bool:
    return code.startswith("file_name:")


class AdmitForm(PublishForm):
    title = Line(
        label="Título público", max_length=LONGEST_TITLE, required=False,
        help_text="Lo que se lee en las listas. Puede aclararlo sin cambiar lo que se pregunta.",
    )  # fmt: skip
    field_order = ("version", "title", "looked")

    def fill(self) -> None:
        super().fill()
        self.fields["title"].initial = self.submission.title


class OverturnForm(PublishForm, NoteToAuthorForm):
    field_order = ("version", "note", "looked")


class _Keys(forms.MultipleChoiceField):
    """Numbers of rows; whether they may be chosen is for the action to say."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdecimal() and len(value) < _LONGEST_KEY


class GroupForm(ActForm):
    """Those that are answered with this one: suggested ones by number, others by folio."""

    main = "folios"
    members = _Keys(label="Parecidas", required=False, widget=forms.CheckboxSelectMultiple)
    folios = Words(
        label="Otras, por su folio", max_length=2_000, required=False, widget=area(2),
        help_text="Un folio por línea.",
    )  # fmt: skip

    def fill(self) -> None:
        """On a page of its own, those that were already picked."""
        asked = self["members"].value() or []
        keys = [key for key in asked if self.fields["members"].valid_value(key)]  # type: ignore[attr-defined]
        rows = Submission.objects.filter(pk__in=keys).order_by("pk") if keys else ()
        picked = [(str(row.pk), f"{row.title} ({row.folio})") for row in rows]
        self.fields["members"].choices = picked  # type: ignore[attr-defined]
        if not picked:
            self.fields["members"].widget = forms.MultipleHiddenInput()

    def clean_folios(self) -> list[Submission]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["folios"].splitlines()[:50])):
            try:
                folio = str(read_folio(line))
            except ValueError as wrong:
                raise forms.ValidationError(f"«{line}»: {wrong}") from wrong
            row = Submission.objects.filter(folio=folio).first()
            if row is None:
                raise forms.ValidationError(f"No hay ninguna con el folio {folio}.")
            found.append(row)
        return found

    def given(self) -> dict[str, Any]:
        picked = Submission.objects.filter(pk__in=self.cleaned_data["members"])
        return {"members": [*picked, *self.cleaned_data["folios"]]}
