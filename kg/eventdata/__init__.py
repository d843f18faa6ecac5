"""What do event data sets say, in our words and as their claims?"""
