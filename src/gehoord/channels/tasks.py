from gehoord.cases.queues import DELIVER
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.inbound import READ, read_due_inbound
from gehoord.jobs.nudges import drain

drain(READ)(read_due_inbound)
drain(DELIVER)(deliver_due_replies)
