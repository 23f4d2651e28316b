from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ParticipationConfig(AppConfig):
    """The middle floor: what people say about the account."""

    name = "participation"
    verbose_name = "Participación"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from participation.promised_record import promised_record
        from programs.promised import register_promised

        register_promised(promised_record)
        post_migrate.connect(_write_reference, sender=self, dispatch_uid="participation.reference")


def _write_reference(**_: Any) -> None:
    """Roles, rules and limits: after every migration, and after tests emptied the tables."""
    from participation.council_defaults import write_council_rules
    from participation.limits import write_limits
    from participation.permissions import write_roles
    from participation.retention import write_retentions
    from participation.rules import write_rules

    write_roles()
    write_rules()
    write_council_rules()
    write_limits()
    write_retentions()
