"""How does every school of a country get its list, part by part?"""
