"""What do we publish?"""
