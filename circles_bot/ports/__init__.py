"""The Protocols between the engine's house and the world: store and adapters implement them."""
