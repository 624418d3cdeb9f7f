"""How few people a number may stand for before staff could guess who they are."""

FEW = 5  # the smallest number that is shown
