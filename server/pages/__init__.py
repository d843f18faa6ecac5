"""What does a person read, and from what is each page made?"""
