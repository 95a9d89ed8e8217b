"""The demonstration's inbox: mails and text messages arrive here, and a person reads them in the browser."""
