### What the rules say of a nominee (handlers/checks.py).

check-line =
    { $mark ->
        [pass] ✓ { $label }: { $why }
        [passed] ✓ { $label }: let pass by an officer, reason “{ $reason }” ({ $source })
        [fail] ✗ { $label }: { $why } ({ $source })
        [missing] … { $label }: { $why } ({ $source })
       *[warning] ! { $label }: { $why } ({ $source })
    }
check-count =
    { $what ->
        [fail] { $count } not met
        [missing] { $count } still missing
       *[warning] { $count } to note
    }
check-all-met = Eligible by the rules entered

## Reasons

check-met = met
check-award-kind =
    this award is not given for { $kind ->
        [overall] overall commendation
        [thematic] thematic commendation
       *[ad-hoc] ad hoc commendation
    }
check-award-subject = this award is not for such a subject
check-not-approved = not approved yet: { $codes }
check-no-reports = no report stands behind it yet
check-other-year = not of the year { $year }: { $codes }
check-used = { $code } was used in file { $file } for { $name }
check-shared = { $code } is shared with the co-author { $name } in this file
check-other-kind =
    file { $file } of the same year asks for { $kind ->
        [overall] overall commendation
        [thematic] thematic commendation
       *[ad-hoc] ad hoc commendation
    }
check-held =
    { $kind ->
        [discipline] discipline pending
        [inspection] inspection pending
        [complaint] complaint pending
       *[press] press reports being checked
    } since { $day }
check-ended-unit =
    { $unit } ended on { $day }{ $heirs ->
        [none] {""}
       *[other] , now { $heirs }
    }
check-quota = { $count } are asked for, { $unit } may ask for { $most }
check-vote-missing =
    { $needed ->
        [0] the council has not voted yet
       *[other] the votes are not entered yet, { $needed }/{ $members } are needed
    }
check-vote-short = { $yes }/{ $members } votes, { $needed } are needed
check-no-recognition = { $have }/{ $least } recognised initiatives
check-recognition-pending = { $have }/{ $least } recognised initiatives, another is waiting for its decision
check-not-registered = not among those registered for { $year }
check-no-award-before = no { $award } found in { $year }
check-attest = not in the records here: please confirm, and say by what you know
check-value-missing = no benefit in money yet, { $least } đồng or more is needed
check-value-short = a benefit of { $value } đồng, { $least } đồng or more is needed
check-criteria = reports for { $have }/{ $of } criteria, { $least } or more are wished for
check-details =
    still needed: { $fields }{ $ask ->
        [officer] ; please ask through the unit's officer
       *[other] ; please ask { $ask }
    }
check-field =
    { $field ->
        [author_class] group
        [birth_date] birth date
        [sex] sex
        [home] home
        [post] post
        [setup] set-up
       *[headcount] headcount
    }

## A rule let pass by somebody

check-override-not =
    { $why ->
        [reason] Please give a reason of 5 to 500 characters, so that others understand why.
        [rule] This rule cannot be let pass.
        [passed] This is met already and needs no reason.
        [gone] This reason has been taken back already.
        [decided] The file has its result, so its reasons stay as they are.
        [done] Somebody has let this pass already, with a reason.
        [own] This file has your name on it, so another officer decides.
       *[role] This is for officers of the level that holds the file.
    }
