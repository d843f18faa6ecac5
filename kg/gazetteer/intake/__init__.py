"""How do more names come into a gazetteer?"""
