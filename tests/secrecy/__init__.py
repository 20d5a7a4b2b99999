"""Two histories, one secret: what differs in one act of one person differs in nothing that others see."""
