"""The formal complaint: procedure, grievances, independence, judgement, proposal, the second line."""
