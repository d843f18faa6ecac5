"""Which words of a text tell an event, and who takes part in it, by the trained reader?"""
