"""What a customer went through, in the customer's own facts, as clauses a reply can hold."""

from gehoord.tone.coaching.told.clauses import Told
from gehoord.tone.coaching.told.filling import with_told
from gehoord.tone.coaching.told.telling import told

__all__ = ["Told", "told", "with_told"]
