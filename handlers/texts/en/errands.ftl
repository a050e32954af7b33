### Errands: what takes long and is done beside the talk.

# It was tried three times and came to nothing.
errand-failed = I am sorry, I could not finish what you asked me for. Please ask me once more, or type /gapcanbo to get help.
