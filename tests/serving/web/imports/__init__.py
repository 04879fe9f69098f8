"""Do records come in by the pages?"""
