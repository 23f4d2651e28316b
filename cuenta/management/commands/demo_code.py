"""`manage.py demo_code EMAIL`: the code that a demonstration user's telephone would show now."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import TOTP

from programs.models import User
from programs.second_factor.policy import device_of


class Command(BaseCommand):
    help = "Show the code of a demonstration user: their telephone does not exist."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email", help="whose telephone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Only of the demonstration: nobody else's code can be seen so."""
        user = User.objects.filter(email__iexact=options["email"], is_demo=True).first()
        if user is None:
            raise CommandError("Ese correo no es de una persona de demostración.")
        device = device_of(user)
        if device is None:
            raise CommandError("Esa persona todavía no tiene un segundo factor.")
        clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
        clock.time = time.time()
        left = round(device.step - clock.time % device.step)
        self.stdout.write(f"{clock.token():0{device.digits}d}  (sirve una vez; cambia en {left} s)")
