### Reviewing reports in the chat: the queue, one report, what decides it, several at once, taking back.

## The queue

review-which-ask =
    { $count ->
        [0] Thank you, no report is waiting for you any more.
        [one] One report is waiting for you. Would you like to open it?
       *[other] { $count } reports are waiting for you. Which one would you like to open?
    }
review-line =
    { $mark ->
        [late] { $code } · { $day } · overdue · { $title }
        [below] { $code } · { $day } · overdue below · { $title }
       *[no] { $code } · { $day } · { $title }
    }
review-several = Choose several
review-sort-on-site = Put work directly on site first
review-sort-waiting = Put the longest waiting first
review-none = Thank you, no report is waiting to be seen. To look again at any time, type /duyet.
review-done = You have seen every report of this round.

## One report

review-place = Waiting report { $number }/{ $total }
review-act-ask =
    { $card }

    What would you like to do next?
review-forward = Approve, send up to { $unit }
review-approve = Approve
review-return = Return for more
review-refuse = Do not choose
review-next = Next report
review-previous = Previous report
review-assign = Hand to somebody else
review-note = Note for colleagues
review-theme = Change the theme
review-on-site-yes = Mark as directly on site
review-on-site-no = Unmark directly on site
review-list = Back to the list
review-compare = Compare
review-undo = Undo

review-reading = { $name } has been reading this report since { $time }.
review-instead = It has waited too long at { $unit }; you may now decide in their place.
review-elsewhere = It is waiting for { $unit }.
review-stands = State: { $state }
review-alike = Looks like { $code } ({ $score } points)
review-noted = Note by { $name }, { $day }: { $words }
review-assigned = { $name } asked { $to } to look, { $day }
review-somebody = A union officer

## What was done

review-acted =
    { $act ->
        [forward] Report { $code } has been sent up to { $unit }.
        [approve] Report { $code } has been approved.
        [return] Report { $code } has gone back to its author for more.
        [refuse] Report { $code } has not been chosen; your reason is kept.
        [reopen] Report { $code } is open again and waits for { $unit }.
        [recall] Report { $code } has been fetched back and waits for { $unit }.
        [undo] Undone. Report { $code } is as it was.
        [assign] Report { $code } has been handed to the person you chose.
        [recode] Report { $code } has been reclassified.
       *[note] Your note on report { $code } is kept. Only reviewers can read it.
    }
review-overtaken = Report { $code }, by { $name }: { $act }, at { $time } on { $day }.
review-its-author = its sender
review-not-possible = Report { $code } is now “{ $state }”, so this cannot be done.
review-not-theirs =
    { $why ->
        [own] Your name is on report { $code }, so another officer decides it.
        [turn] Report { $code } is waiting for another level; it is not your turn yet.
        [late] Report { $code }: ten minutes have passed or somebody has gone on with it, so it cannot be taken back.
       *[role] Your role today does not cover deciding report { $code }.
    }
review-no-reason = Report { $code } needs a reason its author can understand.
review-out-of-reach = This report is no longer within your reach.

## Sent back for what is missing

review-return-questions-ask = What does report { $code } still need? Tick one or more; to send only a sentence, choose Skip.
review-return-words-ask = Please add a sentence so that the author knows what is missing.
review-return-words-example = Please add a photo of the work and how much is saved each month.

## Not chosen

review-refuse-reason-ask = Please choose a reason. The author will read it.
review-refuse-words-ask = Please add a sentence for the author.
review-refuse-words-example = A neighbouring unit has worked this way since 2024; we look forward to your next report.
review-refuse-sure-ask =
    Report { $code } will not be chosen, for this reason:
    { $reason }

    Are you sure?
review-sure-yes = Yes
review-sure-no = Let me look again

## To a colleague, a note, reopened, another theme

review-assign-who-ask = Who should look at report { $code }?
review-nobody-else = Nobody else has report { $code } at their desk now.
review-colleague = { $name }
review-note-words-ask = What would you like to note on report { $code }? Only reviewers can read it; the author does not see it.
review-reopen-words-ask = Why do you open report { $code } again? The author will read this.
review-theme-theme-ask =
    { $theme ->
        [none] Report { $code } has no theme yet. Which one is right?
       *[other] Report { $code } stands under the theme “{ $theme }”. Which one is right?
    }

## Several at once

review-bulk-which-ask = Please tick the reports to decide together.
review-bulk-act-ask = What would you like to do with the { $count } you ticked?
review-bulk-approve = Approve, each to its next level
review-bulk-refuse = Do not choose, for one reason
review-bulk-sure-ask =
    { $act ->
        [refuse]
            { $count } reports will not be chosen, for this reason:
            { $reason }
       *[approve] { $count } reports will be approved, each by its own level.
    }

    Are you sure?
review-bulk-done =
    { $act ->
        [refuse] { $count } reports have not been chosen.
       *[approve] { $count } reports have been approved.
    } For ten minutes you may type /hoantac to take back the last one.
review-bulk-left =
    { $count } were left as they are:
    { $lines }
review-bulk-not = • { $why }

## Taking back

undo-nothing = There is nothing you did in the last ten minutes that could be taken back.
