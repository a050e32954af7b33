### What staff see of a report: one by its code, and the card.

## One report by its code

view-code-ask = Which report would you like to see? Please type its code.
view-code-example = SK-2026-0147
view-act-ask =
    { $card }

    What would you like to do next?
view-another = See another report
view-review = Review this report
view-recall = Fetch it back
view-reopen = Open it again
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
report-step-by = { $unit }: { $act }
staff-report-instead = { $act } (standing in for { $name })
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
