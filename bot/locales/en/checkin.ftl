### Check-ins.

