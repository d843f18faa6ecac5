"""How do other programs match their own names with what we know? Reconciliation Service API 0.2."""
