"""What does each article bring to a snapshot, and where is that kept?"""
