"""What the web applications of the services share: who may do what, how a page looks, how an error reads."""
