from django.urls import path

from gehoord.inbox.views import cases, composing, files, handling, lists

app_name = "inbox"
urlpatterns = [
    path("", lists.case_list, name="list"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/context/", cases.context, name="context"),
    path("cases/<int:pk>/here/", cases.here, name="here"),
    path("cases/<int:pk>/presence/", cases.presence, name="presence"),
    path("cases/<int:pk>/reply/", composing.reply, name="reply"),
    path("cases/<int:pk>/note/", composing.note, name="note"),
    path("cases/<int:pk>/draft/", composing.draft, name="draft"),
    path("cases/<int:pk>/coach/", composing.coach, name="coach"),
    path("cases/<int:pk>/check/", composing.check, name="check"),
    path("cases/<int:pk>/assign/", handling.assign, name="assign"),
    path("cases/<int:pk>/take/", handling.take, name="take"),
    path("cases/<int:pk>/move/", handling.move, name="move"),
    path("cases/<int:pk>/stage/", handling.stage, name="stage"),
    path("cases/<int:pk>/solve/", handling.solve, name="solve"),
    path("cases/<int:pk>/hold/", handling.hold, name="hold"),
    path("cases/<int:pk>/reopen/", handling.reopen, name="reopen"),
    path("cases/<int:pk>/customer/", handling.customer, name="customer"),
    path("cases/<int:pk>/parts/", handling.new_part, name="new_part"),
    path("cases/<int:pk>/parts/<int:number>/", handling.part, name="part"),
    path("cases/<int:pk>/readings/<int:reading>/", handling.dispute, name="dispute"),
    path("cases/<int:pk>/replies/<int:message>/back/", handling.take_back, name="take_back"),
    path("cases/<int:pk>/replies/<int:message>/again/", handling.again, name="again"),
    path("files/<int:pk>/", files.attachment, name="file"),
]
