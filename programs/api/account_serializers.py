"""The shape of accounts, their editions, who gives them and the regions."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from programs.api.fields import number, word
from programs.api.items import address
from programs.models import Edition
from programs.published import Published, id_of


class EditionSerializer(serializers.Serializer):
    """Una edición: lo que se publicó en un instante. No cambia nunca."""

    id = serializers.SerializerMethodField(help_text="Como `2022-1`: el año y el número.")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página permanente.")
    account = number("Año de la cuenta.", source="account.account_year")
    number = number("Número de la edición.")
    published_at = serializers.DateTimeField(help_text="Cuándo se publicó.", read_only=True)
    reason = word("Por qué se publicó.")
    sha256 = word("Huella de su SHA256SUMS: con ella se verifican todos sus archivos.")
    file_count = serializers.IntegerField(help_text="Archivos que tiene.", read_only=True)
    package = serializers.SerializerMethodField(help_text="Todos sus datos, en un ZIP.")

    def get_id(self, edition: Edition) -> str:
        return id_of(edition)

    def get_url(self, edition: Edition) -> str:
        return address("editions", id_of(edition))

    def get_page(self, edition: Edition) -> str:
        year = edition.account.account_year
        return f"{settings.SITE_URL}/cuentas/{year}/ediciones/{edition.number}/"

    def get_package(self, edition: Edition) -> str:
        return f"{self.get_page(edition)}datos/paquete.zip"


class AccountSerializer(serializers.Serializer):
    """Una cuenta pública, como la dice su edición vigente."""

    id = serializers.IntegerField(help_text="Año de la cuenta.", source="year", read_only=True)
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    page = serializers.SerializerMethodField(help_text="Su página.")
    management_year = number("Año de gestión.", source="ledger.management_year")
    title = word("Título.", source="ledger.title")
    summary = word("Resumen.", source="ledger.summary")
    institution = word("Clave de la institución.", source="ledger.institution.slug")
    edition = word("La edición vigente.", source="id")
    published_at = serializers.DateTimeField(
        help_text="Cuándo se publicó esa edición.", source="edition.published_at", read_only=True
    )
    results = serializers.SerializerMethodField(help_text="Cuántas cifras declara.")
    differing = serializers.SerializerMethodField(help_text="Cuántas comprobaciones no cuadran.")

    def get_url(self, shelf: Published) -> str:
        return address("accounts", str(shelf.year))

    def get_page(self, shelf: Published) -> str:
        return f"{settings.SITE_URL}/cuentas/{shelf.year}/"

    def get_results(self, shelf: Published) -> int:
        return len(shelf.ledger.figures)

    def get_differing(self, shelf: Published) -> int:
        return len(shelf.review.differing)


class CitationSerializer(serializers.Serializer):
    law = word("Norma.")
    article = word("Artículo.")
    subject = word("Qué dispone.")


class ContactSerializer(serializers.Serializer):
    kind = word("web, phone, email o address.")
    label = word("Nombre.")
    value = word("Dato.")


class InstitutionSerializer(serializers.Serializer):
    """La institución que da la cuenta, como la dice su última edición."""

    id = word("Clave de la institución.", source="slug")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    name = word("Nombre.")
    short_name = word("Nombre corto.")
    ministry = word("Ministerio.")
    citations = CitationSerializer(many=True, read_only=True)
    contacts = ContactSerializer(many=True, read_only=True)

    def get_url(self, institution: Any) -> str:
        return address("institutions", institution.slug)


class RegionSerializer(serializers.Serializer):
    """Una de las dieciséis regiones, de norte a sur."""

    id = word("Código único territorial (CUT), dos caracteres.", source="code")
    url = serializers.SerializerMethodField(help_text="Su dirección en esta API.")
    slug = word("Como va en las direcciones de las páginas.")
    name = word("Nombre.")
    short_name = word("Nombre corto.")

    def get_url(self, region: Any) -> str:
        return address("regions", region.code)
