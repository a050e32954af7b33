### What the clock says about reports: to those whose turn one is, to whom it is from, and to officers about lost members.

## A report has come to wait, told to those whose turn it is

new-reports-notice =
    { $how ->
        [forward] { $count ->
            [one] One report has been approved below and sent up to you:
           *[other] { $count } reports have been approved below and sent up to you:
        }
        [complete] { $count ->
            [one] One report has been completed by its author and is back:
           *[other] { $count } reports have been completed by their authors and are back:
        }
        [several] { $count } reports are waiting for you:
       *[send] { $count ->
            [1] A new report has come in:
           *[other] { $count } new reports have come in:
        }
    }
    { $lines }
new-reports-told = • { $code }: { $title }
new-reports-told-how =
    { $how ->
        [forward] • { $code }: { $title } (approved below, sent up)
        [complete] • { $code }: { $title } (completed by its author)
       *[send] • { $code }: { $title } (new)
    }
new-reports-more =
    { $count ->
        [one] • and one more
       *[other] • and { $count } more
    }
new-reports-muted = You switched these messages off. As this is part of your duty I still send them, at most once a day.
report-open = See { $code }
new-reports-walk = See one by one

## A report handed to a colleague

assigned-notice =
    { $count ->
        [1] A report has been handed to you:
       *[other] { $count } reports have been handed to you:
    }
    { $lines }
assigned-line = • { $by } asks you to look at { $code }: { $title }
assigned-somebody = A colleague
assigned-note = Message: { $note }

## Nothing has moved for some days

stuck-notice =
    { $count ->
        [1] A reminder: one report has waited for quite a while, and its author is hoping to hear.
       *[other] A reminder: { $count } reports have waited for quite a while, and their authors are hoping to hear.
    }
    { $lines }
stuck-line = • { $code }: { $title } (waiting for { $days } days)
stuck-above-notice =
    { $count ->
        [1] One report has waited too long below you. You may ask the unit how things are, or review it in its place.
       *[other] { $count } reports have waited too long below you. You may ask the units how things are, or review them in their place.
    }
    { $lines }
stuck-above-line = • { $code }: { $title } ({ $unit }, waiting for { $days } days)

## Told to who sent a report: it was seen

report-seen =
    { $count ->
        [1] Thank you for sharing your achievement. Here is good news:
       *[other] Thank you for sharing { $count } achievements. Here is good news:
    }
    { $lines }

    I will tell you about the next step as soon as there is one. Meanwhile you can still add photos and details at /baicuatoi.
report-seen-line = • { $unit } has seen your report { $code } “{ $title }”.
report-seen-union = The union

## Told to who a report is from: every step

news-framed =
    { $act ->
        [approve] Congratulations!
            { $told }

            The union thanks you warmly for sharing it.
        [forward] Here is good news:
            { $told }

            I will tell you about the next step as soon as there is one.
        [return] Thank you for sharing.
            { $told }

            You only need to answer these; everything else is kept as it is.
        [refuse] Thank you for sharing.
            { $told }

            Your report is kept, and we hope to hear more of your achievements.
        [several] Here is news of your reports:
            { $told }
       *[other] Here is news:
            { $told }

            I will tell you about the next step as soon as there is one.
    }
news-step =
    { $act ->
        [receive] { $unit } has seen your report { $code } “{ $title }”.
        [forward] { $unit } has approved your report { $code } “{ $title }” and sent it up to { $above }.
        [approve] { $unit } has approved your report { $code } “{ $title }”.
        [return] { $unit } has seen your report { $code } “{ $title }” and asks you to add to it.
        [refuse] This time { $unit } has not chosen your report { $code } “{ $title }”.
        [reopen] { $unit } is looking at your report { $code } “{ $title }” again.
       *[recall] { $unit } is looking further at your report { $code } “{ $title }” before sending it up.
    }
news-above = the level above
news-missing = Please add: { $items }
news-note = Message: { $note }
news-reason = Reason: { $note }
news-complete = Add it now
news-complete-one = Add to { $code }

## A returned report still waits for its author, once

returned-notice =
    { $count ->
        [1] A gentle reminder: the union is waiting for what you can add to a report. Whenever it suits you, please answer; I ask only for what is missing.
       *[other] A gentle reminder: the union is waiting for what you can add to { $count } reports. Whenever it suits you, please answer; I ask only for what is missing.
    }
    { $lines }
returned-line = • { $code }: { $title }

## Members nothing reaches any more, told to their officers

unreachable-notice =
    { $count ->
        [1] My messages no longer reach one member:
       *[other] My messages no longer reach { $count } members:
    }
    { $lines }

    They may have a new phone, or have closed the chat. Please ask after them, and invite them to write to me once: I will know them again.
unreachable-line = • { $member }
unreachable-more =
    { $count ->
        [one] • and one more
       *[other] • and { $count } more
    }
unreachable-muted = You switched these messages off. As this is part of your duty I still send them.
unreachable-open = See what did not arrive
