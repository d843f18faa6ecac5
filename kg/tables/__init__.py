"""What can people give back to Wikidata, as tables for OpenRefine and statements for QuickStatements?"""
