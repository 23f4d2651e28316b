"""One factory a model, for tests that need a row and not a whole account."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from programs import models

NOW = datetime(2022, 5, 18, 14, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory[models.User]):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@prueba.invalid")
    full_name = factory.Sequence(lambda n: f"Persona de Prueba {n}")
    is_staff = True

    @factory.post_generation
    def role(self, create: bool, role: str | None, **_: Any) -> None:
        """`UserFactory(role="Publicación")`: one of programs.permissions.ROLES."""
        if role:
            self.groups.add(Group.objects.get(name=role))  # type: ignore[attr-defined]


class InstitutionFactory(DjangoModelFactory[models.Institution]):
    class Meta:
        model = models.Institution

    slug = factory.Sequence(lambda n: f"servicio-{n}")
    name = factory.LazyAttribute(lambda o: f"Servicio {o.slug}")
    short_name = factory.SelfAttribute("name")
    ministry = "Ministerio de Prueba"


class AccountFactory(DjangoModelFactory[models.PublicAccount]):
    class Meta:
        model = models.PublicAccount

    institution = factory.SubFactory(InstitutionFactory)
    account_year = factory.Sequence(lambda n: 1991 + n % 100)
    management_year = factory.LazyAttribute(lambda o: o.account_year - 1)
    title = "Cuenta Pública de Prueba 2022"


class SourceFactory(DjangoModelFactory[models.Source]):
    class Meta:
        model = models.Source

    account = factory.SubFactory(AccountFactory)
    slug = factory.Sequence(lambda n: f"fuente-{n}")
    title = "Documento de prueba"
    publisher = "Servicio de Prueba"


class ChapterFactory(DjangoModelFactory[models.Chapter]):
    class Meta:
        model = models.Chapter

    account = factory.SubFactory(AccountFactory)
    slug = factory.Sequence(lambda n: f"capitulo-{n}")
    title = factory.Sequence(lambda n: f"Capítulo {n}")


class IndicatorFactory(DjangoModelFactory[models.Indicator]):
    class Meta:
        model = models.Indicator

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"indicador-{n}")
    name = "Beneficiarias y beneficiarios"
    measure = "count"
    aggregation = "sum"


class ProgramFactory(DjangoModelFactory[models.Program]):
    class Meta:
        model = models.Program

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"programa-{n}")
    name = factory.Sequence(lambda n: f"Programa {n}")


class TableFactory(DjangoModelFactory[models.Table]):
    class Meta:
        model = models.Table

    account = factory.SubFactory(AccountFactory)
    slug = factory.Sequence(lambda n: f"tabla-{n}")
    title = "Tabla de prueba"


class TableRowFactory(DjangoModelFactory[models.TableRow]):
    class Meta:
        model = models.TableRow

    table = factory.SubFactory(TableFactory)
    key = factory.Sequence(lambda n: f"fila-{n}")
    label = "Fila"


class TableColumnFactory(DjangoModelFactory[models.TableColumn]):
    class Meta:
        model = models.TableColumn

    table = factory.SubFactory(TableFactory)
    key = factory.Sequence(lambda n: f"columna-{n}")
    label = "Columna"


class ResultFactory(DjangoModelFactory[models.Result]):
    class Meta:
        model = models.Result

    account = factory.SubFactory(AccountFactory)
    source = factory.SubFactory(SourceFactory, account=factory.SelfAttribute("..account"))
    indicator = factory.SubFactory(
        IndicatorFactory, institution=factory.SelfAttribute("..account.institution")
    )
    key = factory.Sequence(lambda n: f"cifra-{n}")
    value = Decimal(100)
    unit = "n"
    literal = "100"
