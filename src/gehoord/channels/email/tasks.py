from gehoord.channels.email.forgetting import forget_old_mail, sweep_mail_files
from gehoord.channels.email.oauth.telling import tell_ended_permissions
from gehoord.channels.email.queues import CONFIRM_MAIL, FETCH_MAIL, READ_MAIL, SEND_MAIL
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving.crew import Crew
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.receiving.watch import Watch
from gehoord.channels.email.sending.outbox import (
    CONFIRMATIONS_AT_ONCE,
    REPLIES_AT_ONCE,
    send_due_confirmations,
    send_due_mail,
)
from gehoord.jobs.companions import companion
from gehoord.jobs.nudges import drain
from gehoord.jobs.timetable import daily, every

drain(FETCH_MAIL)(fetch_due_folders)
drain(READ_MAIL, is_one_at_a_time=True)(read_due_mail)
drain(SEND_MAIL, threads=REPLIES_AT_ONCE)(send_due_mail)
drain(CONFIRM_MAIL, threads=CONFIRMATIONS_AT_ONCE)(send_due_confirmations)
companion(Crew)
companion(Watch)
daily(hour=4, minute=10)(forget_old_mail)
daily(hour=4, minute=20)(sweep_mail_files)
every(minutes=5)(tell_ended_permissions)
