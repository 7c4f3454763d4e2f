"""Pages of the spine: the firm's side and the desk's."""
