"""Cases (诉求), the spine: a firm's difficulty from intake over routing and handling to its outcome."""
