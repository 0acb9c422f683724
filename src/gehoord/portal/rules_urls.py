from django.urls import path

from gehoord.portal.views import house_rules, notices

app_name = "rules"
urlpatterns = [
    path("", house_rules.rules, name="rules"),
    path("notice/<str:token>/", notices.notice, name="notice"),
    path("notice/<str:token>/letter.pdf", notices.letter, name="letter"),
]
