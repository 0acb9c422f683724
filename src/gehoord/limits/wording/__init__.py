"""What customers read about the house rules, in the language of the house and with u or je."""
