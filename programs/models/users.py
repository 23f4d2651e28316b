"""Who signs in: staff. Citizens never need an account (docs/decisions/0001-user-model.md)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users whose login is their e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Signing in: an e-mail is the same in capitals (`one_user_per_email` holds it)."""
        return self.get(email__iexact=username)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. The e-mail is the login; `full_name` is what an edition prints."""

    email = models.EmailField("correo", unique=True)
    full_name = models.CharField("nombre completo", max_length=150)
    office = models.CharField("cargo o unidad", max_length=150, blank=True)
    is_staff = models.BooleanField("puede entrar a la administración", default=False)
    is_active = models.BooleanField("activo", default=True)
    is_demo = models.BooleanField("persona de demostración", default=False)
    # Enters the council's room and nothing else; the seat itself is a row of the floor above.
    is_councillor = models.BooleanField("integra el Consejo", default=False)
    date_joined = models.DateTimeField("creado", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "usuario"
        verbose_name_plural = "usuarios"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email
