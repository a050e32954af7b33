### Settings: language, one's own details, one person on two channels.

settings-act-ask = Which setting would you like to change?
settings-language = Change the language
settings-profile = Change my details
settings-make-code = Get a linking code
settings-use-code = Enter a linking code
settings-channel = Choose where news comes

settings-language-ask = Which language would you like?
language-vi = Tiếng Việt
language-en = English
language-changed = From now on I will write to you in English.

code-made =
    Your code: { $code }

    On the other channel, please type /lienket and then this code. It works once and for 10 minutes; please give it to nobody else.
link-code-ask = What is the linking code of 8 letters and digits? You get it on the channel where you have joined: type /caidat, then choose Get a linking code.
link-code-example = ABCD-2345
linked = The two channels are linked. Your reports and drafts are now in both places; news comes by the channel you used last (change it in /caidat). Please type /menu to go on.

settings-channel-ask =
    When there is news (decisions, reminders, digests), by which channel would you like it? At present: { $now }.

    Questions are always answered on the channel where you ask them.
settings-channel-last = Channel used last
channel-chosen = Noted. From now on news comes by: { $channel }.
channel-last-chosen = Noted. From now on news comes by the channel you used last.
