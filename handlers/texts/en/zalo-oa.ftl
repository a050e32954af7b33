### Zalo Official Account: what its administrators are told.

# The account's access can no longer be renewed; ./run zalo-login is a command on the server.
zalo-oa-login-needed =
    Zalo no longer lets me send through the Official Account, so people who write there are not answered. Everything they wrote is kept; nothing is lost.

    Please ask whoever runs the server to enter ./run zalo-login and to grant access again. I then go on answering at once.
