### A report that came back: its author completes exactly what was asked for.

complete-which-ask =
    { $count ->
        [0] None of your reports is waiting to be completed.
       *[other] { $count } of your reports came back for more. Which one would you like to complete?
    }
complete-line = { $code } · { $title }
complete-asked =
    { $told ->
        [yes]
            Thank you for report { $code }. { $unit } asks for a little more, and writes:
            “{ $words }”
       *[no] Thank you for report { $code }. { $unit } asks for a little more.
    }
complete-question-ask =
    { $had ->
        [yes]
            { $question }

            Your answer before:
            { $old }
       *[no] { $question }
    }
complete-keep = Keep it as it is
complete-photo-off = Take off photo { $number }
complete-send-ask =
    What you add to report { $code }:

    { $summary }

    Would you like to send it, or change something?
complete-done = Thank you, what you added to report { $code } has gone to { $unit }.
complete-moved = Report { $code } moved on while you were answering; it is now “{ $state }”. Please have a look.
complete-not-asked = Report { $code } is now “{ $state }”; nothing more is needed.
refused-no-such-own-report = That report is not among yours.
