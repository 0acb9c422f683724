from django.urls import include, path

from gehoord.accounts.views import nothing_here

urlpatterns = [
    path("", include("gehoord.inbox.urls")),
    path("chat/", include("gehoord.portal.urls")),
    path("house-rules/", include("gehoord.portal.rules_urls")),
    path("mail/", include("gehoord.channels.email.urls")),
    path("office/", include("gehoord.office.urls")),
    path("privacy/", include("gehoord.privacy.urls")),
    path("account/", include("gehoord.accounts.urls")),
    # An agent's address is his account: only an administrator changes it.
    path("account/email/", nothing_here, name="closed"),
    path("account/", include("allauth.urls")),
]
