"""Since when an account is archived, apart from the state of its draft: an error of an archived
account is corrected in its draft, and the account stays archived."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def write_archived_at(apps, schema_editor):
    account = apps.get_model("programs", "PublicAccount")
    event = apps.get_model("programs", "AccountEvent")
    rows = event.objects.filter(account=OuterRef("pk"), kind="archived").values("account")
    last = rows.annotate(last=Max("at")).values("last")
    account.objects.filter(state="archived").update(archived_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [("programs", "0007_process")]

    operations = [
        migrations.AddField(
            model_name="publicaccount",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="archivada"),
        ),
        migrations.AddField(
            model_name="historicalpublicaccount",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="archivada"),
        ),
        migrations.RunPython(write_archived_at, migrations.RunPython.noop, elidable=True),
    ]
