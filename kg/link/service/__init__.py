"""Whom does a reconciliation service take a name for that the gazetteer does not know?"""
