"""Who talks to us and when: the only async code, the only network, the only environment."""
