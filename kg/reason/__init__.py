"""What follows from the facts and the ontology, why, and what contradicts what?"""
