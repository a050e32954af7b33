### Settings: language, one's own details, one person on two channels.

settings-act-ask = Which setting would you like to change?
settings-language = Change the language
settings-profile = Change my details
settings-make-code = Get a linking code
settings-use-code = Enter a linking code

settings-language-ask = Which language would you like?
language-vi = Tiếng Việt
language-en = English
language-changed = From now on I will write to you in English.

code-made =
    Your code: { $code }

    On the other channel, please type /lienket and then this code. It works once and for 10 minutes; please give it to nobody else.
link-code-ask = What is the linking code of 8 letters and digits? You get it on the channel where you have joined: type /caidat, then choose Get a linking code.
link-code-example = ABCD-2345
linked = The two channels are linked. Your reports and drafts are now in both places. Please type /menu to go on.
