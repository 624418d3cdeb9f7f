"""The part of the admin's menu in which campaigns, and all that belongs to them, stand together."""

MENU = "register_campaigns_menu_item"
