app_name = "mail_door"
urlpatterns: list[object] = []
