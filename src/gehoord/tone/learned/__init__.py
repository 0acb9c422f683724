"""The learned half of the reader: small linear models that fill in where the rules are silent."""
