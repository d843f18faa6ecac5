"""How does a person correct what an article was read to say, and see what follows from it?"""
