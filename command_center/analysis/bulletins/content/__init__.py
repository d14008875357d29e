"""What a bulletin says: codes and numbers of one period, JSON-ready, words made when shown."""
