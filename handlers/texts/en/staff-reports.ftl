### What staff see of reports: the walk through new ones, one by its code, and the notices about them.

## The walk through new reports

new-reports-which-ask =
    { $count ->
        [0] Thank you, no report is waiting any more.
        [one] One report is waiting to be seen. Would you like to open it?
       *[other] { $count } reports are waiting to be seen, the oldest first. Which one would you like to open?
    }
new-reports-line = { $code } · { $day } · { $title }
new-reports-place = Waiting report { $number }/{ $total }
new-reports-act-ask =
    { $card }

    What would you like to do next?
new-reports-next = Next report
new-reports-previous = Previous report
new-reports-list = Back to the list
new-reports-none = Thank you, no report is waiting to be seen. To look again at any time, type /baocaomoi.
new-reports-done = Thank you, that was the last one. To look again at any time, type /baocaomoi.

## One report by its code

view-code-ask = Which report would you like to see? Please type its code.
view-code-example = SK-2026-0147
view-act-ask =
    { $card }

    What would you like to do next?
view-another = See another report
refused-no-such-report = Among the reports you may see I found none with that code. Please check the code once more.

## A report as staff see it

staff-report-heading =
    { $code } · { $kind }
    { $title }
staff-report-by = Sent by
staff-report-sender = { $name }, on { $day }
staff-report-nobody = somebody who has deleted their data
staff-report-history = History
staff-report-step = { $day } { $act }
staff-report-photo =
    { $tag ->
        [before] photo { $number } (before)
        [after] photo { $number } (after)
       *[other] photo { $number }
    }
staff-report-whole = Read all of it
staff-report-contact = Contact the sender
staff-report-brief = { $code }: { $title }
staff-report-withdrawn = Report { $code } was withdrawn by its sender, so the union does not consider it any more.
staff-report-withdrawn-line = { $code } · Withdrawn by its sender
staff-report-own = This report has your name on it, so another officer will receive it.
staff-report-phone = It was sent by { $name }, phone { $phone }. That you looked at this number is in the log.
staff-report-no-phone = It was sent by { $name }, who left no phone number. The union committee of the unit may help.

## New reports, told to those who receive them

new-reports-notice =
    { $count ->
        [1] A new report has come in:
       *[other] { $count } new reports have come in:
    }
    { $lines }
new-reports-told = • { $code }: { $title }
new-reports-more =
    { $count ->
        [one] • and one more
       *[other] • and { $count } more
    }
new-reports-muted = You switched these messages off. As this is part of your duty I still send them, at most once a day.
report-open = See { $code }
new-reports-walk = See one by one

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
