"""What does a pasted article say, with nothing stored?"""
