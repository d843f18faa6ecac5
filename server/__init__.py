"""What does a person or a program see of a snapshot over HTTP?"""
