### A member's own reports, adding to one, withdrawing one; drafts put aside.

my-reports-which-ask =
    { $count ->
        [0] You have sent no report yet. Would you like to begin? Please type /baocao.
        [one] You have sent one report. Would you like to see it?
       *[other] You have sent { $count } reports. Which one would you like to see?
    }
my-report-line = { $code } · { $state } · { $title }
my-reports-act-ask =
    { $code }: { $title }
    • State: { $state }
    • Sent on: { $day }
    • Unit: { $unit }
    • Photos: { $photos }

    What would you like to do with it?
my-report-complete = Complete what was asked
my-report-add = Add to this report
my-report-history = See its history
my-report-withdraw = Withdraw this report
my-report-list = See another report
my-report-history-lines =
    History of { $code }:
    { $lines }
my-report-history-line = • { $day } at { $time }: { $act }
my-report-history-note = (“{ $note }”)

state-sent = Sent
state-received = Seen by the union
state-withdrawn = Withdrawn
state-approved = Approved
state-returned = Waiting for more
state-refused = Not chosen
act-send = report sent
act-add = photos or details added
act-receive = seen
act-withdraw = report withdrawn
act-complete = what was asked for added
act-forward = approved and sent up
act-approve = approved
act-return = returned for more
act-refuse = not chosen
act-reopen = opened again
act-recall = fetched back
act-undo = undone
act-assign = handed to somebody else
act-recode = reclassified
act-note = noted

## Adding to a sent report

amend-save-ask =
    The report you sent:

    { $summary }

    What would you like to add? Photos can be sent right here. When you are done, please choose Save.
amend-done = Thank you, what you added is saved in report { $code }.

## Withdrawing

withdraw-sure-ask = Are you sure that you want to withdraw this report? The union will then not consider it; you may still report it anew.
withdraw-yes = Withdraw it
withdraw-no = Keep it
withdraw-done = Report { $code } is withdrawn, as you wished.
withdraw-kept = Report { $code } stays as it is.

## Drafts

drafts-which-ask =
    { $count ->
        [0] You have no drafts. Would you like to begin a new report?
        [one] You have one draft. Would you like to go on with it, or begin a new report?
       *[other] You have { $count } drafts. Which one would you like to go on with, or a new report?
    }
draft-line = { $day } · { $title }
draft-untitled = Without a name
draft-new = Begin a new report
drafts-act-ask = Would you like to go on with this draft or delete it?
draft-resume = Go on
draft-delete = Delete the draft
draft-resumed = Here we go on from where you stopped.
draft-deleted = The draft is deleted.
draft-kept = The draft is put by. When it suits you, please type /bannhap to go on.
draft-put-aside = What you were writing is put by. Type /bannhap at any time to go on with it.

stop-act-ask = This report has not been sent. Would you like to go on, leave it for later or delete it?
stop-resume = Go on
stop-keep = Leave it for later
stop-delete = Delete the draft
