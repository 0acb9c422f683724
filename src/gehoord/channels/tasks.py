from gehoord.cases.queues import DELIVER
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.forgetting import forget_quiet_customers, sweep_files
from gehoord.channels.inbound import READ, read_due_inbound
from gehoord.jobs.nudges import drain
from gehoord.jobs.timetable import daily

drain(READ, is_one_at_a_time=True)(read_due_inbound)
drain(DELIVER)(deliver_due_replies)
daily(hour=3, minute=40)(forget_quiet_customers)
daily(hour=4)(sweep_files)
