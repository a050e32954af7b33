### Reports that may be one: told softly to an author, laid side by side for a reviewer.

## Told to an author, once, right after the receipt

# $code: their report; $other, $title, $unit, $year: the one it is like.
likeness-author = Your report { $code } is in part like { $other } “{ $title }” of { $unit }, { $year }. If it is something else, or an improvement, you are welcome to add what is new, so that the union sees it at once. You need not do anything.
# The same when the other one is theirs, too.
likeness-author-own = { $code } is in part like { $other } “{ $title }”, which you sent yourself ({ $year }). If it was sent twice by mistake, you can withdraw one; if it is an improvement, you are welcome to add what is new. You need not do anything.
# A button.
likeness-author-open = Add to it or withdraw it

## A reviewer looks

# A button of the staff's menu.
staff-likeness = Compare reports that are alike
# $count: pairs nobody has judged.
likeness-which-ask =
    { $count ->
        [0] There are no reports alike that nobody has looked at. Whenever you need it, type /sosanh and a code.
        [1] There is one pair of reports that are alike. Would you like to compare them?
       *[other] There are { $count } pairs of reports that are alike, the likest first. Which would you like to compare?
    }
# A button. $score: 0 to 100; $title is cut short.
likeness-line = { $score } points · { $code } · { $title }
# Over a pair: "Likeness 1/3: 83 of 100 points".
likeness-place = Likeness { $number }/{ $total }: { $score } of 100 points
# $reasons: likeness-reason each.
likeness-why = Because: { $reasons }
# $what speaks for it; $count: percent, photos or years.
likeness-reason =
    { $what ->
        [text] { $count }% of the words
        [same] { $count ->
            [1] one photo the same
           *[other] { $count } photos the same
        }
        [alike] { $count ->
            [1] one photo alike
           *[other] { $count } photos alike
        }
        [author] same author
        [unit] same unit
       *[years] { $count ->
            [1] a year apart
           *[other] { $count } years apart
        }
    }
# A report within reach; its answers follow. $day of sending.
likeness-side =
    { $code } · { $unit } · sent { $day }
    { $title }
# A report outside reach. $words: its beginning.
likeness-outside =
    { $code } · { $unit } · { $year }
    { $title }
    It begins: { $words }
    (This report is outside the units you answer for, so only its beginning is shown.)
# $verdict: same, improved, different.
likeness-judged-by =
    { $verdict ->
        [same] { $name } noted: the two are one.
        [improved] { $name } noted: the later one improves the earlier.
       *[different] { $name } noted: two different things.
    }
likeness-somebody = An officer
# $card: the pair; $asked: verdict or next.
likeness-act-ask =
    { $card }

    { $asked ->
        [verdict] What do you think of these two?
       *[next] What would you like to do next?
    }
# A button.
likeness-verdict =
    { $verdict ->
        [same] Note as the same
        [improved] Note as an improvement
       *[different] Note as different
    }
likeness-next = See the next likeness
likeness-previous = See the one before
likeness-again = Search again
likeness-list = Back to the list
likeness-judged =
    { $verdict ->
        [same] Thank you. { $later } is noted as the same as { $earlier }: the two count as one. If you do not choose one of them for it, please open it and say so there.
        [improved] Thank you. { $later } is noted as an improvement of { $earlier }; the two still count as two.
       *[different] Thank you. { $later } and { $earlier } are noted as two different things.
    }
likeness-none = I have not found any report that is like { $code }.
likeness-searching = I am looking through all reports, those of former years too, and tell you as soon as I am done.
likeness-searched =
    { $count ->
        [0] I have looked: no report is like { $code } so far.
        [1] I have looked: one report is like { $code }.
       *[other] I have looked: { $count } reports are like { $code }.
    }
likeness-open = Compare
refused-likeness-own = One of these two is yours, so please leave the verdict to another officer.
refused-likeness-role = Neither of these two is yours to review, so I cannot note a verdict.
refused-likeness-gone = This pair has just been searched anew and is no longer as on the screen. Please type /sosanh for the new list.
