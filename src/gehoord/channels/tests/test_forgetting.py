from __future__ import annotations

import os
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gehoord.cases.actions import erase_cases
from gehoord.cases.files import store_upload
from gehoord.channels.forgetting import UPLOADING, forget_quiet_customers, sweep_files
from gehoord.channels.inbound import read_due_inbound
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.actions import write_message
from gehoord.channels.webchat.forgetting import forget_silent_visitors
from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.actions import CustomerHasCases, remove_customer
from gehoord.contacts.models import Address, Customer
from tests.factories import make_site, make_visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload():
    return store_upload(SimpleUploadedFile("bon.txt", b"bon"))


def make_old(path: str) -> None:
    past = time.time() - UPLOADING.total_seconds() - 60
    os.utime(default_storage.path(path), (past, past))


def make_writer(*, files=(), is_read: bool = True) -> Visitor:
    visitor = make_visitor(name="Marieke Verhoeven", email="m@klant.example")
    write_message(visitor=visitor, submission=uuid4(), text="Waar blijft het?", files=files)
    if is_read:
        read_due_inbound()
    Customer.objects.update(created_at=timezone.now() - timedelta(days=3))
    return visitor


def test_customer_goes_with_addresses_and_visitor_when_no_case_is_left():
    gone, stays = make_writer(), make_writer()
    erase_cases(cases=gone.address().customer.cases.all())

    assert forget_quiet_customers() == 1

    assert list(Visitor.objects.all()) == [stays]
    assert [address.external_id for address in Address.objects.all()] == [stays.external_id]
    assert Inbound.objects.get().sender == stays.external_id


def test_customer_whose_message_was_not_read_yet_stays_and_loses_nothing():
    visitor = make_writer(is_read=False)

    assert forget_quiet_customers() == 0

    assert read_due_inbound() == 1
    assert visitor.address().customer.cases.count() == 1


def test_customer_of_today_stays():
    visitor = make_writer()
    erase_cases(cases=visitor.address().customer.cases.all())
    Customer.objects.update(created_at=timezone.now())

    assert forget_quiet_customers() == 0


def test_customer_with_a_case_is_never_removed():
    customer = make_writer().address().customer

    with pytest.raises(CustomerHasCases):
        remove_customer(customer=customer)


def test_visitor_who_never_wrote_goes_after_a_month():
    site = make_site()
    silent, new, wrote = make_visitor(site=site), make_visitor(site=site), make_writer()
    month_ago = timezone.now() - timedelta(days=31)
    Visitor.objects.filter(pk__in=[silent.pk, wrote.pk]).update(created_at=month_ago)

    assert forget_silent_visitors() == 1

    assert set(Visitor.objects.all()) == {new, wrote}


def test_upload_that_belongs_to_nothing_is_swept_after_two_days():
    old, new = upload(), upload()
    make_old(old.path)

    assert sweep_files() == 1

    assert not default_storage.exists(old.path)
    assert default_storage.exists(new.path)


@pytest.mark.parametrize("is_read", [True, False])
def test_file_of_a_message_is_never_swept(is_read):
    file = upload()
    make_old(file.path)
    make_writer(files=[file], is_read=is_read)

    assert sweep_files() == 0
    assert default_storage.exists(file.path)


def test_sweep_of_a_house_without_files_does_nothing():
    assert sweep_files() == 0
