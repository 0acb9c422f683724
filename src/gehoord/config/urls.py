from django.urls import include, path

urlpatterns = [
    path("", include("gehoord.inbox.urls")),
    path("chat/", include("gehoord.portal.urls")),
    path("office/", include("gehoord.office.urls")),
    path("account/", include("gehoord.accounts.urls")),
    path("account/", include("allauth.urls")),
]
