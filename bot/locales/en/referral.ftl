### Peer referral threads.

