"""The three services on this machine, each as `serve` and `work`, without containers: `make services`."""
