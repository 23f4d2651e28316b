"""A person who asks, step by step, as a browser without JavaScript would."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.test import Client

from participation.robots import FIRST_SEND

ROOT = "/cuentas/2022/ediciones/1/"
FIGURE = f"{ROOT}cifras/pymes-texto-monto/"
TEXT = "¿Por qué el presupuesto de las pymes es ese y no otro?"
EMAIL = "rosa.quilodran@correo.invalid"
WHOLE: dict[str, dict[str, Any]] = {
    "tipo": {"kind": "question"},
    "texto": {"text": TEXT, "parecidas_vistas": "1"},
    "archivos": {},
    "datos": {},
}


@contextmanager
def at(instant: datetime) -> Iterator[Any]:
    """The portal's clock, standing."""
    with time_machine.travel(instant, tick=False) as traveller:
        yield traveller


class Asker:
    """Somebody with a draft. `base` is its address."""

    def __init__(self, about: str = FIGURE) -> None:
        self.client = Client()
        begun = self.client.post("/participar/", {"sobre": about})
        assert begun.status_code == 302
        self.base = begun["Location"].rsplit("/", 2)[0] + "/"

    @property
    def uid(self) -> str:
        return self.base.split("/")[2]

    def see(self, step: str) -> Any:
        return self.client.get(f"{self.base}{step}/")

    def give(self, step: str, **typed: Any) -> Any:
        return self.client.post(f"{self.base}{step}/", typed)

    def fill(self, **steps: dict[str, Any]) -> "Asker":
        """Every step until the last; `steps` replaces what is given in one of them."""
        for step, typed in (WHOLE | steps).items():
            response = self.give(step, **typed)
            assert response.status_code == 302, (step, response.content.decode())
        return self

    def token(self) -> str:
        """The signed instant of the review page."""
        page = self.see("revisar").content.decode()
        found = re.search(r'name="formulario_abierto" value="([^"]+)"', page)
        assert found, page
        return found[1]

    def send(self, traveller: Any, **more: Any) -> Any:
        """Read what is about to be sent, as long as a person takes, and send it."""
        token = self.token()
        traveller.shift(FIRST_SEND + timedelta(seconds=1))
        return self.give("revisar", formulario_abierto=token, **more)
