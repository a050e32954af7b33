### Nomination files: the list, one file, a new one, its subjects. Officers read it.

staff-nominate = Nominate for awards

## The list

# $count: files at this person's desk; $late: of these, too long; $all: with the others of their units.
nominate-which-ask =
    { $all ->
        [0] Your units have no nomination file yet. You may open the first one.
       *[other] { $count ->
            [0] No file is waiting for you. You can look at { $all } files of the units you answer for.
           *[any] Files waiting for you: { $count }{ $late ->
                [0] {""}
               *[some] , { $late } of them late
            }. Ad hoc ones stand first. Which one would you like to open?
        }
    }
# A button. $kind: the kind of commendation; $state: where it stands; $count: subjects.
nominate-line =
    { $code } · { $kind ->
        [overall] overall
        [thematic] thematic
       *[ad-hoc] ad hoc
    } · { $authority } · { $state ->
        [late] late
        [mine] waiting for you
        [draft] in preparation
        [sent] sent
        [returned] to be completed
        [council] before the council
        [decided] decided
        [refused] not awarded
       *[withdrawn] withdrawn
    }
nominate-new = Open a new file

## One file

# $desk: the unit at whose desk it lies; $count: subjects.
nominate-card =
    { $code } · { $kind }, { $year }
    • Asked of: { $authority }
    • Opened by: { $unit }
    • State: { $state ->
        [draft] in preparation
        [sent] sent to { $desk }
        [returned] returned to { $desk } to be completed
        [council] before the council of { $desk }
        [decided] decided
        [refused] not awarded
       *[withdrawn] withdrawn
    }
    • People and collectives: { $count }
nominate-card-title = • About: { $title }
# $checks: the rules in short; $missing: details nobody has given.
nominate-card-subject =
    – { $name }{ $site ->
        [yes] {" "}(works on a site)
       *[no] {""}
    }: { $award }. Reports behind it: { $count }{ $missing ->
        [0] {""}
       *[other] , details missing: { $missing }
    }; { $checks }
nominate-card-more = – and { $count } more
nominate-card-meetings = • Meetings: { $count }
nominate-card-closed = • The year { $year } is closed: the file stays as it is, only the council and the decision go on
nominate-card-late = • It has waited here since { $day }, longer than the { $days } days allowed
# $card: the file.
nominate-act-ask =
    { $card }

    What would you like to do next?
nominate-add = Add a person or collective
nominate-to-council = Put it before the council
# $unit: the level above.
nominate-forward = Send up to { $unit }
nominate-return = Return to be completed
nominate-act =
    { $act ->
        [subjects] See each person or collective
        [checks] Check the rules
       *[history] See the file's history
    }
nominate-papers = Make the papers
nominate-meeting = Enter a meeting
nominate-decision = Enter the decision
nominate-withdraw = Withdraw the file
nominate-list = Back to the list of files
nominate-subject-ask =
    { $count ->
        [0] File { $code } names nobody yet. Please go back to add a person or a collective.
       *[other] File { $code } names { $count }. Whom would you like to see?
    }
# A button.
nominate-subject =
    { $state ->
        [proposed] { $name }
        [awarded] { $name } · awarded
        [refused] { $name } · not awarded
       *[other] { $name } · left out
    }
nominate-reason-ask = What should the unit add to this file? One sentence, please; it goes into the file's history.
nominate-reason-example = Another report is needed for Ms Ánh
nominate-sure-ask =
    { $act ->
        [withdraw] Once file { $code } is withdrawn nobody considers it any more, and the unit is back among those that owe. Are you sure?
        [to-council] File { $code } names { $count }. Once before the council the list stays as it is, unless the file is returned. Do you agree?
       *[forward] Shall I send file { $code }, which names { $count }, to { $unit }?
    }
nominate-yes = Agree
nominate-no = Not now
nominate-left = Nothing was changed.
nominate-done =
    { $act ->
        [forward] Thank you. File { $code } was sent to { $unit }.
        [to-council] Thank you. File { $code } waits for the council of { $unit }.
        [return] File { $code } was returned to { $unit } to be completed.
       *[withdraw] File { $code } was withdrawn.
    }
nominate-next-year = The year { $old } is closed, so this file now belongs to { $year }.

## Why something is not possible now

nominate-nobody = The file names nobody yet. Please add somebody before sending it.
nominate-closed = File { $code } stands in a closed year and cannot be changed any more. The council and the decision go on.
# $why: role, own, turn.
nominate-not-theirs =
    { $why ->
        [own] You are named in this file, so another officer should handle it, to be fair.
        [turn] This is another officer's turn. You can follow the file here.
       *[role] This concerns a unit you do not answer for. Type /vaitro to see your roles.
    }
nominate-changed = The file has just changed, so that is not possible now. Please see it as it stands.
# $names: who was not registered.
nominate-unregistered = Only those registered at the start of the year may be nominated. Not registered: { $names }.
# $lines: names, with the rules that stop them.
nominate-stopped =
    The file cannot be sent yet, because some rules are not met:
    { $lines }
    Please complete it, or open each one to give a reason.
refused-no-such-file = I found no such file among those you may see. Please look again with /denghi.
refused-no-such-nominee = I found nobody like that in the files you may see. Please look again with /denghi.
refused-file-not-offered = Such a file cannot be opened for this unit. Please choose another authority.

## Rules and history

# $lines: names, with what is not met.
nominate-checks =
    File { $code }, what to look at:
    { $lines }
nominate-checks-good = Everybody in the file meets the rules.
nominate-checks-name = { $name }:
nominate-checks-more = … and { $count } more lines; open each one to see them all.
nominate-history =
    History of file { $code }:
    { $lines }
# $note: a name or a reason, or "-".
nominate-step =
    • { $day } { $act ->
        [open] opened
        [add] added { $note }
        [leave-out] left out: { $note }
        [forward] sent up
        [to-council] put before the council
        [carry] moved to the next year
        [return] returned: { $note }
        [withdraw] withdrawn
        [close] the year was closed
        [decide] decided { $note }
       *[refuse] not awarded: { $note }
    }

## A new file

new-file-kind-ask = Which kind of commendation is the file for? An ad hoc one can be opened at any time and asks less.
new-file-movement-ask = Which movement does it belong to?
new-file-unit-ask = Which unit's file is it?
# $unit: the unit of the file.
new-file-authority-ask = Whom does { $unit } ask for the award?
new-file-year-ask = For which year?
new-file-title-ask = For what achievement or theme? One short line is enough.
new-file-title-example = Saving the dike of the Vân river
new-file-enough = The unit has opened all of the { $most } files a year may have. Please use one of them, or type /gapcanbo.
new-file-done = Thank you. File { $code } is open.

## A subject for a file

# $count: authors of approved reports offered.
new-nominee-who-ask =
    { $count ->
        [0] File { $code }: no approved report of the unit this year has an author who is not in the file. Whom would you like to add?
       *[other] File { $code }: these are the authors of the unit's approved reports, those working on sites first. Whom would you like to add?
    }
# A button. $code: of the report.
new-nominee-line = { $name } · report { $code }
new-nominee-other = Add another person or collective
new-nominee-done = See the file
new-nominee-unit-ask = Which unit do they belong to?
new-nominee-class-ask = Which group does the person belong to?
new-nominee-site-ask = Does the person work directly on a site? By the Plan those who do come first.
nominee-site-yes = Yes, on a site
nominee-site-no = No
new-nominee-award-ask =
    { $count ->
        [0] This authority has no award that fits { $name }. Please go back.
       *[other] Which award is asked for { $name }?
    }
new-nominee-added =
    { $merits ->
        [yes] { $name } was added, with merits taken from the approved report for you to edit.
       *[no] { $name } was added.
    }
new-nominee-twice = { $name } is in the file already for this award.
# $count, $heirs: what the unit is by now.
new-nominee-ended =
    { $count ->
        [0] This unit has been dissolved and cannot be nominated any more.
       *[other] This unit has been dissolved and cannot be nominated any more. Its successor: { $heirs }. You may nominate that one.
    }
new-nominee-enough = A file holds at most { $most }. Please open another one.

## One subject

nominee-card =
    { $code } · { $name }
    • Unit: { $unit }
    • Asked for: { $award }{ $site ->
        [yes] {""}
            • Works directly on a site
       *[no] {""}
    }{ $state ->
        [proposed] {""}
        [awarded] {""}
            • Awarded
        [refused] {""}
            • Not awarded
       *[other] {""}
            • Left out
    }
nominee-card-reports =
    { $count ->
        [0] • Reports behind it: none yet
       *[other] • Reports behind it: { $reports }
    }
# $what: names of details.
nominee-card-missing = • Still missing: { $what }
nominee-card-merits = • Merits: { $merits }
nominee-card-checks = • Rules: { $checks }
nominee-detail =
    { $name ->
        [birth_date] birth date
        [sex] sex
        [home] home
        [address] address
        [post] post
        [qualification] qualification
        [setup] set-up
        [headcount] headcount
        [women] women
       *[duties] duties
    }
nominee-act-ask =
    { $card }

    What would you like to do next?
nominee-act =
    { $act ->
        [reports] Choose the reports behind it
        [details] Fill in details for the file
        [merits] Write the merits
        [site] { $site ->
            [yes] Unmark as working on a site
           *[no] Mark as working on a site
        }
        [checks] See each rule
        [override] Give a reason to let a rule pass
        [take-back] Take back what was let pass
        [leave-out] Leave out of the file
        [another] Add another person or collective
       *[file] Back to the file
    }
# $count: reports that may be linked.
nominee-reports-ask =
    { $count ->
        [0] There is no approved report of the unit this year for { $name }. Please go back.
       *[other] Which reports stand behind { $name }? Choose each one, then choose Done.
    }
# A button.
nominee-report =
    { $own ->
        [yes] { $code } · { $title } · author
        [unit] { $code } · { $title } · of the unit
       *[no] { $code } · { $title }
    }
# $now: as it stands, or as the reports say it.
nominee-merits-ask =
    The merits of { $name } now read:
    { $now }

    Please write the whole paragraph as it should be printed.
# $lines: what is not met.
nominee-rule-ask =
    { $count ->
        [0] No rule needs a reason. Please go back.
       *[other] Rules that may pass with a reason:
            { $lines }

            For which one would you like to give a reason?
    }
nominee-why-ask = What is the reason? Your name and the reason go into the file.
nominee-passed-ask =
    { $count ->
        [0] There is no reason left to take back. Please go back.
       *[other] Rules that were let pass:
            { $lines }

            Whose reason would you like to take back? The rule then counts again as if there had been none.
    }
nominee-taken-back = The reason is taken back. The rule counts again.
nominee-reason-ask = Why are they left out? One sentence, please.
nominee-overridden = Your reason is in the file.
nominee-checks =
    The rules for { $name }:
    { $lines }
nominee-reports-enough = At most { $most } reports may stand behind one subject. Please choose fewer.
nominee-saved =
    { $act ->
        [leave-out] { $name } was left out of the file.
       *[other] Saved for { $name }.
    }

## Details, asked at nomination only and kept sealed

nominee-details-birth-date-ask = Birth date? It is kept sealed and used for the nomination only; you may skip it.
nominee-details-birth-date-example = 15/3/1985
nominee-details-sex-ask = Sex?
nominee-sex-male = Male
nominee-sex-female = Female
nominee-details-home-ask = Home place?
nominee-details-address-ask = Present address?
nominee-details-post-ask = Post or occupation?
nominee-details-post-example = Head of the welding team
nominee-details-qualification-ask = Professional qualification?
nominee-details-setup-ask = How is the collective set up? A few short lines are enough.
nominee-details-headcount-ask = How many people are in it?
nominee-details-women-ask = How many of them are women?
nominee-details-duties-ask = What duties were they given?
misread-birth-date = That birth date cannot be right, perhaps the year. Please write it again as day/month/year.
# $women, $all: numbers.
refused-more-women = The number of women ({ $women }) is larger than that of the collective ({ $all }). Please look again.
