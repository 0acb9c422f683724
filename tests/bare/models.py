from django.db import models

from gehoord.jobs.due import DueQuerySet, DueRow


class Parcel(DueRow):
    """Something to deliver once."""

    label = models.CharField(max_length=40)
    objects = DueQuerySet.as_manager()

    def __str__(self):
        return self.label


class Delivery(models.Model):
    """That a parcel was delivered; twice would show."""

    label = models.CharField(max_length=40)

    def __str__(self):
        return self.label


class Guest(models.Model):
    """Somebody whom the door lets in."""

    name = models.CharField(max_length=40)
    audiences = models.TextField()

    def __str__(self):
        return self.name
