"""The addresses for who sets up mailboxes."""

from django.urls import path

from gehoor.desk.views import mailboxes

urlpatterns = [
    path("mailboxen/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxen/nieuw/", mailboxes.new, name="mailbox_new"),
    path("mailboxen/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxen/<int:pk>/test/", mailboxes.test, name="mailbox_test"),
]
