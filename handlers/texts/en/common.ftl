### English, after the Vietnamese original. Commands keep their Vietnamese names. Plain, warm, short.

# The code of this language; not shown to anyone.
language-code = en

## How a question looks

form-progress = Question { $number }/{ $total }
form-example = Example: { $example }
summary-line = • { $label }: { $answer }

## Ways out, offered under every question

way-back = Back
way-skip = Skip
way-later = Later
way-cancel = Cancel
way-human = Talk to an officer

## Options many questions share

option-agree = I agree
option-disagree = I do not agree
# Turns to the next page of a list.
list-more = Show more
option-done = Done
option-today = Today
option-yesterday = Yesterday

summary-send = Send it
summary-save = Save
summary-edit = Change an answer
summary-more = Add details

## Finding a unit

unit-name = { $name }
unit-inside = { $name } ›
unit-this = Choose { $name }
unit-tree = Choose from the list
unit-several =
    { $count ->
        [one] I found one unit with a name like that.
       *[other] I found { $count } units with names like that.
    }
# Stands under it, and over each floor of the tree.
unit-choose = If you see the right unit, please choose it; if not, please type a little more of its name.

## Read-backs: what was understood

understood-unit = Unit noted: { $name }.
understood-phone = Phone number noted: { $phone }.
understood-money = I understood { $money }. If that is not right, please choose Back.
understood-number = I understood { $number } { $unit }. If that is not right, please choose Back.
understood-day = I understood { $day }. If that is not right, please choose Back.
understood-authors =
    { $count ->
        [one] One author noted: { $list }.
       *[other] { $count } authors noted: { $list }.
    }
authors-alike = I have noted both “{ $first }” and “{ $second }”. Is that one person or two? If it is one, please choose Back to change it.

## Not understood: ask again, with the reason

misread-text = No text has reached me yet. Please write a few words.
misread-too-long = Your answer has { $length } characters and I can keep { $most }. Please make it a little shorter.
misread-too-short = That is a little short. Please write at least { $least } characters.
misread-name = I could not read a name there. Please write the full name on one line, without digits.
misread-phone = I could not read a phone number there. Please write all 10 digits, beginning with 0.
misread-choose = I am not sure what you mean. Please choose one of the options below, or type its number.
misread-choose-some = Nothing is chosen yet. Please choose at least one option, or choose Skip.
misread-choose-many = I am not sure what you mean. Please choose the options one by one and then Done, or type their numbers, such as: 1, 3.
misread-unit = Please type part of the unit's name, or choose it from the list.
misread-unit-unknown = I found no unit with that name. Please try another name or a shorter part of it, or choose from the list. If it is still missing, please choose Talk to an officer.
misread-money = I could not read the amount. Please write it as: 180tr, 1,5 tỷ or 180.000.000.
misread-number = I could not read the number. Please write the number first and its unit after it, such as: 90 công.
misread-day = I could not read the day. Please write day/month/year; “hôm qua” (yesterday) or “tháng 3/2026” (a month) will do too.
misread-day-future = I understood { $day }, which is still to come. Please give a day that has passed, as day/month/year.
misread-day-old = I understood { $day }; perhaps the year is not right. Please write it again as day/month/year.
misread-photos = At this question I am waiting for your photos.
misread-authors = I could not read the names. Please write each name followed by its per cent, with commas between.
misread-shares = Thank you. The shares add up to { $total } %. Please make them 100 % together, or write the names only.
misread-consent = Thank you for telling me. Without this consent I may not keep anything, so I cannot go on. Whenever you feel at ease with it, please choose I agree; if you would rather talk to somebody, please choose Talk to an officer.
misread-agreement = I may write down somebody's name only when they agree. Please ask them and answer again, choose Later, or choose Back to change the author.

## Understood, but not possible now

refused-not-found = I cannot find that one any more. Please choose again.
refused-state = This report is “{ $state }”, so that cannot be done now. If you need to, please type /gapcanbo to talk to an officer.
refused-linked-already = You have joined separately on this channel, so I cannot link it: two histories must not get mixed up. If you want to keep only the one on the other channel, please type /dulieu here, choose Delete my data (reports already sent stay with the union), then type /lienket. To talk it over, please type /gapcanbo.
refused-own-code = This is your own code, and this channel is linked already. Please type /lienket on the other channel and enter the code there.
refused-code = This code is wrong, already used, or older than 10 minutes. Please check it, or get a new one on the other channel.
refused-code-tries = You have entered several codes that I could not open. To be safe, please try again in an hour.
refused-channel-gone = I can no longer reach you on this channel. Please choose another one.
refused-one-channel = We meet on one channel only so far, so there is nothing to choose. To add Zalo, Telegram or the web page, please type /caidat and choose Get a linking code.
refused-photos-pending =
    { $count ->
        [one] One photo is still on its way. Please wait a moment and choose again.
       *[other] { $count } photos are still on their way. Please wait a moment and choose again.
    }
refused-photos-lost =
    { $count ->
        [one] Sorry, one photo could not be fetched, so I have taken it out. Please send it again, or go on with the others.
       *[other] Sorry, { $count } photos could not be fetched, so I have taken them out. Please send them again, or go on with the others.
    }
refused-unit-ended = The unit { $name } ended on { $day }, before the day you gave. Please choose Change an answer and change the unit or the day.

## Photos

photo-kept =
    { $count ->
        [one] I have your photo. That is one so far, of { $most } at most.
       *[other] I have your photo. There are { $count } so far, of { $most } at most.
    }
photo-again = You have sent this photo before, so I keep it once.
photo-enough = This report has { $most } photos, so there is no room for more. To replace one, please take one out at the question about photos.
photo-empty = The photo arrived empty. Please send it again.
photo-too-large = The photo is larger than 20 MB. Please send a smaller copy, or a screenshot of it.
photo-not-a-photo = That file is not a photo, so I could not read it. Please send a picture (JPEG, PNG, WebP or HEIC).
photo-damaged = The photo did not arrive whole. Please send it again.
photo-too-many-pixels = The photo has too many pixels. Please send a smaller copy, or a screenshot of it.
photo-lost = One photo could not be fetched. Please send it again.
photo-number = Photo { $number }
photos-done = That is all
photos-drop = Drop the last photo
photos-dropped =
    { $count ->
        [one] I dropped the last photo; one is left.
       *[other] I dropped the last photo; { $count } are left.
    }
photos-count =
    { $count ->
        [one] { $count } photo
       *[other] { $count } photos
    }
photos-before = photo no. { $numbers }

## Outside any question

unreadable = Thank you. I can read text and photos, but not this kind of message. Please write it in words or send a photo.
edited = I see that you changed an older message. I cannot follow changed messages; to change an answer, please send it again as a new message.
group-only = I talk with each person alone, to keep things private; please write to me in a private chat.
sorry = I am sorry, something went wrong on our side. It has been noted and somebody will look at it. Please try again, or type /menu.
old-button = That button belongs to an earlier question. Please answer the one below.
unknown-command = I do not know that command. Please type /trogiup to see the commands, or answer the question below.
nothing-to-cancel = There is nothing to cancel just now.
stopped = I have stopped and saved nothing more.
human-contact = Please contact { $name }, { $unit }. Phone: { $phone }.
human-none = I have no phone number of a union officer in your unit yet. Please ask the union committee at your workplace.

# A role has ended, or was never there.
refused-role = This is for staff with a role. Type /vaitro to see yours.
invitation-not-open = This invitation can no longer be used. Please ask for a new code; you can still join meanwhile.
invitation-held = I am keeping your invitation. Please join first; I will ask about the role right after.
