from django.urls import path

from gehoord.channels.email import views

app_name = "mail_door"
urlpatterns = [path("in/<str:address>/", views.bring, name="bring")]
