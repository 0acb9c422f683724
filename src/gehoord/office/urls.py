from django.urls import path

from gehoord.office.views import agents, audit, corrections, house, overview, sites, teams

app_name = "office"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("agents/", agents.agent_list, name="agents"),
    path("agents/new/", agents.invite, name="agent-invite"),
    path("agents/<int:number>/", agents.change, name="agent-change"),
    path("agents/<int:number>/link/", agents.link, name="agent-link"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/new/", teams.add, name="team-add"),
    path("teams/<int:number>/", teams.rename, name="team-rename"),
    path("house/", house.house, name="house"),
    path("chats/", sites.site_list, name="sites"),
    path("chats/new/", sites.add, name="site-add"),
    path("chats/<int:number>/", sites.change, name="site-change"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/rules.csv", corrections.table, name="corrections-table"),
    path("corrections/lines/", corrections.export, name="corrections-file"),
    path("changes/", audit.audit, name="audit"),
]
