from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='house',
            name='audit_months',
            field=models.PositiveSmallIntegerField(default=24, verbose_name='months that changes of settings and rights are kept'),
        ),
        migrations.AddField(
            model_name='house',
            name='case_months',
            field=models.PositiveSmallIntegerField(default=24, verbose_name='months that solved cases are kept'),
        ),
    ]
