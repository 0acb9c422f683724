from django.urls import path

from gehoord.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("stops/", views.stops, name="stops"),
    path("stops/<int:number>/", views.stop, name="stop"),
    path("me/", views.own, name="own"),
    path("<int:number>/", views.customer, name="customer"),
    path("<int:number>/export/", views.export, name="export"),
    path("<int:number>/erase/", views.erase, name="erase"),
]
