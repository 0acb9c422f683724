from django.urls import path

from gehoord.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.own_settings, name="settings"),
    path("photo/<int:number>/", views.photo, name="photo"),
]
