from django.urls import path

from gehoord.inbox import views

app_name = "inbox"
urlpatterns = [path("", views.case_list, name="list")]
