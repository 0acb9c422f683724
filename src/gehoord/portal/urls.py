from django.urls import path

from gehoord.portal.views import api, files, page, shop, widget

app_name = "portal"
urlpatterns = [
    path("widget.js", widget.widget, name="widget"),
    path("demo-shop/", shop.demo_shop, name="demo-shop"),
    path("<slug:key>/", page.page, name="page"),
    path("<slug:key>/log", page.log, name="log"),
    path("<slug:key>/email", page.email, name="email"),
    path("<slug:key>/how/", page.how, name="how"),
    path("<slug:key>/files/<int:number>", files.attachment, name="attachment"),
    path("<slug:key>/agents/<int:number>/photo", files.photo, name="photo"),
    path("<slug:key>/api/site", api.site, name="api-site"),
    path("<slug:key>/api/start", api.start, name="api-start"),
    path("<slug:key>/api/messages", api.messages, name="api-messages"),
    path("<slug:key>/api/attachments", api.attachments, name="api-attachments"),
    path("<slug:key>/api/ticket", api.ticket, name="api-ticket"),
    path("<slug:key>/api/typing", api.typing, name="api-typing"),
    path("<slug:key>/api/seen", api.seen, name="api-seen"),
    path("<slug:key>/api/email", api.email, name="api-email"),
    path("<slug:key>/api/files/<int:number>", files.api_attachment, name="api-attachment"),
    path("<slug:key>/api/agents/<int:number>/photo", files.api_photo, name="api-photo"),
]
