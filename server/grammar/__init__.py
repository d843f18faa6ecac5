"""What stands in the text of a query, by the grammar of SPARQL 1.1?"""
