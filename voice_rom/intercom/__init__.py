"""The line between a kiosk's room and the clinic's staff: its messages, and the room's end."""
