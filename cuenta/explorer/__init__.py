"""The explorer `/datos/`: the published figures, filtered, compared and taken away."""
