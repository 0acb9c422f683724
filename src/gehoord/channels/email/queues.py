"""The names by which work on mails is nudged."""

FETCH_MAIL = "fetch-mail"
READ_MAIL = "read-mail"
SEND_MAIL = "send-mail"
CONFIRM_MAIL = "confirm-mail"
