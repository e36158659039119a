"""Words everyone shares. No models; imports nothing of ours."""
