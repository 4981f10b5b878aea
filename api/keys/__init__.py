"""Keys: who holds the master keys can read what the database seals, and nobody else.

``Keys`` wraps one data key per person and answers blind look-ups; ``seal`` and
``unseal`` use a data key on one value. Nothing here knows a table or a person.
"""

from api.keys.keys import Keys
from api.keys.sealing import DataKey, Unreadable, new_data_key, seal, unseal

__all__ = ["DataKey", "Keys", "Unreadable", "new_data_key", "seal", "unseal"]
