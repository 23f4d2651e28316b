"""Who signs in: staff, by e-mail; what each may do comes from the groups."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.admin.lists import CarefulList
from programs.models import User
from programs.second_factor.policy import device_of

# Their keys are nobody's to read: see programs/admin/second_factor.py.
admin.site.unregister((TOTPDevice, StaticDevice))


@admin.register(User)
class UserAdmin(CarefulList, DjangoUserAdmin):
    ordering = ("email",)
    list_display = ("email", "full_name", "office", "is_active", "roles")
    list_filter = ()
    search_fields = ("email", "full_name", "office")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "is_demo", "second_factor")
    fieldsets = (
        (None, {"fields": ("email", "full_name", "office", "password", "second_factor")}),
        ("Qué puede hacer", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Cuándo", {"fields": ("last_login", "date_joined", "is_demo")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "full_name", "office", "usable_password", "password1",
                           "password2")}),
        ("Qué puede hacer", {"fields": ("is_staff", "groups")}),
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.help_text = "Cada grupo permite unos actos: vea el manual."
            field.widget.can_add_related = False
        return field

    @admin.display(description="Grupos")
    def roles(self, row: User) -> str:
        names = [group.name for group in row.groups.all()]
        return ", ".join(["Todo"] if row.is_superuser else names) or "–"

    @admin.display(description="Segundo factor")
    def second_factor(self, row: User) -> str:
        device = device_of(row)
        if device is None:
            return "No lo ha activado"
        return format_html(
            'Activo desde el {}. <a href="{}">Quitarlo: perdió el teléfono</a>',
            device.created_at.strftime("%d-%m-%Y"),
            reverse("admin:second_factor_reset", args=[row.pk]),
        )

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """What a person did stays signed: an account is closed by unticking «activo»."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(CarefulList, DjangoGroupAdmin):
    list_display = ("name", "people")
    filter_horizontal = ("permissions",)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("user_set")

    @admin.display(description="Personas")
    def people(self, row: Group) -> int:
        return len(row.user_set.all())
