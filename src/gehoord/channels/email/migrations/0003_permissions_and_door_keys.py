import django.db.models.deletion
import gehoord.channels.email.sealed
from django.db import migrations, models
from django.utils import timezone


def note_keys_that_were_shown(apps, schema_editor):
    """The page always showed them, so a provider may use them."""
    apps.get_model("email", "Mailbox").objects.update(door_key_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('email', '0002_sending'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailbox',
            name='account',
            field=models.CharField(blank=True, max_length=200, verbose_name='account that gives permission'),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='authorize_url',
            field=models.URLField(blank=True, verbose_name='address for signing in'),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='door_key_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='permission_ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='permission_problem',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='permission_told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='permitted_as',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='permitted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='tenant',
            field=models.CharField(blank=True, max_length=100, verbose_name='number of the organisation'),
        ),
        migrations.AlterField(
            model_name='mailbox',
            name='auth',
            field=models.CharField(choices=[('password', 'with a password'), ('oauth2', 'with OAuth 2: somebody signs in once and gives permission'), ('app', 'with OAuth 2 as an app: Microsoft 365, also for shared mailboxes')], default='password', max_length=10),
        ),
        migrations.CreateModel(
            name='OldDoorKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', gehoord.channels.email.sealed.SealedField()),
                ('ends_at', models.DateTimeField()),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_door_keys', to='email.mailbox')),
            ],
            options={
                'ordering': ['ends_at'],
            },
        ),
        migrations.RunPython(note_keys_that_were_shown, migrations.RunPython.noop),
    ]
