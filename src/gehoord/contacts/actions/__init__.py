"""Everything that changes customers and their addresses."""

from gehoord.contacts.actions.customers import (
    CustomerHasCases,
    add_address,
    change_customer,
    complete_customer,
    find_or_add_address,
    remove_customer,
)
from gehoord.contacts.actions.merging import merge_customers, split_customer

__all__ = [
    "CustomerHasCases",
    "add_address",
    "change_customer",
    "complete_customer",
    "find_or_add_address",
    "merge_customers",
    "remove_customer",
    "split_customer",
]
