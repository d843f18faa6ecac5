"""Where are triples kept?"""
