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
