"""Where a repair ticket can be read, by those who watch and by the firm's people."""

from grid.ledger.subject_pages import register
from video.repair.models import Ticket
from video.repair.selectors import my_tickets

for word, key in (("repair.ticket", "pk"), ("ticket", "number")):
    register(word, "ticket_detail", Ticket.objects.visible_to, key=key, argument="number")
    register(word, "my_repair", my_tickets, key=key, argument="number", is_second=True)
