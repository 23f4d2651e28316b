"""An account that is not there yet, in the admin."""

import pytest
from django.urls import reverse

from programs.models import Institution, PublicAccount, User
from tests.staff import send, signed_in, text_of

pytestmark = pytest.mark.django_db


def test_nothing_is_added_before_there_is_an_account(editor: User) -> None:
    response = signed_in(editor).get(reverse("admin:programs_chapter_add"), follow=True)

    assert "Primero importe o agregue una cuenta" in text_of(response)


@pytest.mark.parametrize(("year", "of"), [("7", "7"), ("2300", "2022"), ("2023", "2024")])
def test_a_year_is_a_year(editor: User, year: str, of: str) -> None:
    institution = Institution.objects.create(slug="uno", name="Uno", short_name="Uno", ministry="U")
    url = reverse("admin:programs_publicaccount_add")

    told = send(
        signed_in(editor), url,
        institution=institution.pk, account_year=year, management_year=of, title="Cuenta",
    )  # fmt: skip

    assert told.status_code == 200
    assert not PublicAccount.objects.exists()
    assert ("entre 1990 y 2100" in text_of(told)) == (year != "2023")


def test_an_account_is_added_by_hand(editor: User) -> None:
    institution = Institution.objects.create(slug="uno", name="Uno", short_name="Uno", ministry="U")
    url = reverse("admin:programs_publicaccount_add")

    send(
        signed_in(editor), url,
        institution=institution.pk, account_year=2024, management_year=2023, title="Cuenta",
    )  # fmt: skip

    assert PublicAccount.objects.get().management_year == 2023
