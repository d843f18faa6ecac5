"""How does an Annotation become RDF?"""
