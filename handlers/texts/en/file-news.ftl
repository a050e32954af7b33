### What the clock says about nomination files: to those whose turn one is, to the level above, and to who opened it. Officers read it.

## A file has come to wait, told to those whose turn it is

files-notice =
    { $how ->
        [forward] { $count ->
            [1] A nomination file has been sent up to you:
           *[other] { $count } nomination files have been sent up to you:
        }
        [to-council] { $count ->
            [1] A nomination file is waiting for the council:
           *[other] { $count } nomination files are waiting for the council:
        }
        [return] { $count ->
            [1] A nomination file has come back to be completed:
           *[other] { $count } nomination files have come back to be completed:
        }
       *[several] { $count } nomination files are waiting for you:
    }
files-line =
    • { $code }: { $kind }, to { $authority }{ $how ->
        [forward] {" "}(sent up)
        [to-council] {" "}(for the council)
        [return] {" "}(back to be completed)
       *[none] {""}
    }
file-reason =
    { $act ->
        [refuse] Reason: { $note }
       *[return] To be completed: { $note }
    }
files-more =
    { $count ->
        [one] • and one more
       *[other] • and { $count } more
    }
files-muted = You switched these messages off. As this is part of your duty I still send them, at most once a day.
files-open = Open file { $code }

## A file waits too long

files-late-notice =
    { $count ->
        [1] A reminder: one nomination file has waited longer than it may.
       *[other] A reminder: { $count } nomination files have waited longer than they may.
    }
files-late-line = • { $code }: { $kind }, to { $authority } (waiting for { $days } days)
files-above-notice =
    { $count ->
        [1] One nomination file below you has waited too long. You may ask the unit, or see to it and send it on yourself.
       *[other] { $count } nomination files below you have waited too long. You may ask the units, or see to them and send them on yourself.
    }
files-above-line = • { $code }: { $kind }, to { $authority } ({ $unit }, waiting for { $days } days)

## What became of a file, told to who opened it

file-steps-notice =
    { $act ->
        [decide] Good news:
        [return] Thank you for putting the file together.
        [refuse] Thank you for putting the file together.
        [several] { $count } pieces of news about your unit's nomination files:
       *[other] News of a nomination file:
    }
    { $told }
file-step =
    { $act ->
        [return] { $unit } has looked at file { $code } and asks you to complete it.
        [to-council] File { $code } has been put before the council at { $unit }.
        [decide] File { $code } has been decided, decision no. { $number }: { $awarded } awarded{ $left ->
            [0] {""}
           *[other] , { $left } not chosen this time
        }.
        [refuse] This time file { $code } was not awarded.
        [close] File { $code } is on the closed list of { $year }. It stays as it is; the council and the decision still follow.
       *[carry] The list of { $old } is closed, so file { $code } has moved to { $year }.
    }
