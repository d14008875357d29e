"""The ground floor: who answers for which ground."""
