### Meetings on a nomination file (/hop): a council's with its votes, a collective's acclaim.

## A file in words, for meetings and decisions

file-heading =
    File { $code }: { $kind } { $year }, to { $authority }
    { $unit }, { $count } { $count ->
        [1] subject
       *[other] subjects
    }, { $state ->
        [draft] being written
        [sent] on its way up
        [returned] returned for completion
        [council] waiting for council and decision
        [decided] decided
        [refused] refused
       *[withdrawn] withdrawn
    }

## The files, and one of them

meeting-which-ask =
    { $count ->
        [0] No file of those you answer for waits for a meeting.
       *[other] For which file would you like to enter a meeting?
    }
meeting-file =
    { $code } · { $kind ->
        [overall] overall
        [thematic] thematic
       *[ad-hoc] ad hoc
    } · { $authority }
meeting-act-ask =
    { $file }

    What would you like to do next?
meeting-line =
    • { $day }: { $kind ->
        [council] council
       *[acclaim] acclaim by the collective
    }, present { $present }/{ $members }, votes entered for { $done }
meeting-held =
    { $kind ->
        [council] Open the council
       *[acclaim] Open the acclaim
    } of { $day }
meeting-new =
    { $kind ->
        [council] Enter a new council meeting
       *[acclaim] Enter a new acclaim
    }
meeting-decide = Enter the decision
meeting-list = Choose another file

## Who was there

new-meeting-day-ask =
    { $meeting ->
        [council] On which day did the council meet on file { $code }?
       *[acclaim] On which day did the collective meet for file { $code }?
    }
new-meeting-day-example = 20/11/2026
new-meeting-place-ask = Where was it?
new-meeting-place-example = Phòng họp LĐLĐ tỉnh
new-meeting-chair-ask = Who was in the chair?
new-meeting-chair-example = Đinh Thị Thanh Bình
new-meeting-secretary-ask = Who was the secretary?
new-meeting-secretary-example = Trần Văn Nam
new-meeting-members-ask =
    { $meeting ->
        [council] How many members has the council of { $unit }, the absent too? The votes needed are reckoned from this number.{ $count ->
            [0] {""}
           *[other] {" "}By the roles given they are { $count }: { $names }.
        }
       *[acclaim] How many people of { $unit } were invited?
    }
new-meeting-members-example = 9
meeting-count = Right, { $count } members
new-meeting-present-ask = How many of the { $count } were present?
new-meeting-present-example = 8
meeting-everybody = All { $count } were present
new-meeting-absent-ask = Who was absent, and why?
new-meeting-absent-example = Lê Thị Mai: travelling for work
new-meeting-written-ask = How many of the { $count } absent voted in writing?
new-meeting-written-example = 1
meeting-nobody = Nobody voted in writing
new-meeting-names-ask =
    Who was present? The names go into the minutes.{ $count ->
        [0] {""}
       *[other] {" "}By the roles given, without the absent: { $names }.
    }
new-meeting-names-example = Đinh Thị Thanh Bình, Trần Văn Nam, Lê Thị Mai
meeting-names = Take these { $count }
new-meeting-save-ask =
    { $meeting }

    Is this right?
meeting-yes = Keep it and enter votes
meeting-no = Do not keep it
meeting-kept = I have kept the meeting. Please enter the votes.
meeting-dropped = I did not keep this meeting.
meeting-kind =
    { $kind ->
        [council] council
       *[acclaim] acclaim by the collective
    }
meeting-there =
    { $present }/{ $members }{ $written ->
        [0] {""}
       *[other] , and { $written } votes in writing
    }
meeting-kind-label = Meeting
meeting-day-label = Day
meeting-place-label = Place
meeting-chair-label = Chair
meeting-secretary-label = Secretary
meeting-there-label = Present
meeting-names-label = Who was present
meeting-absent-label = Absent

## The votes

votes-heading = File { $code }
votes-act-ask =
    { $card }

    What would you like to do next?
votes-line = • { $name }: { $result }
votes-more = • and { $count } more
votes-result =
    { $voted ->
        [no] no votes yet{ $needed ->
            [0] {""}
           *[other] , { $needed }/{ $members } needed
        }
       *[yes] { $yes }/{ $members } in favour{ $needed ->
            [0] {""}
           *[other] , { $needed } needed
        }{ $verdict ->
            [passed] {" "}→ reached
            [failed] {" "}→ not reached
           *[none] {""}
        }
    }
votes-all = All in favour of all { $count }
votes-of =
    { $voted ->
        [yes] Correct votes: { $name }
       *[no] Enter votes: { $name }
    }
votes-minutes = Write what was said
votes-drop = Drop this meeting
votes-file = Back to the file
votes-ballot-ask =
    { $name }: { $award }
    { $needed ->
        [0] No share of votes is asked for.
       *[other] At least { $needed } of all { $members } members must be in favour.
    }
    { $written ->
        [0] { $present } were present. How many in favour, how many not? For example: 7 yes, 1 no.
       *[other] { $present } were present, { $written } voted in writing. Please give me three numbers: in favour there, not in favour, in favour in writing. For example: 7, 1, 1.
    }
votes-everybody = All { $count } in favour
votes-minutes-ask =
    { $kept ->
        [none] Please write in one message how the meeting went and what was said.
       *[other] Kept so far: “{ $kept }”

        Type new words to replace them.
    }
votes-minutes-example = The council heard the standing unit, discussed, and voted in secret.
votes-sure-ask = With the meeting all votes entered for it are dropped too. Are you sure?
votes-drop-yes = Drop the meeting
votes-drop-no = Keep it
votes-all-kept = I have entered all in favour. Whoever has other votes: choose the name to correct them.
votes-kept = I have entered { $name }: { $result }.
votes-minutes-kept = I have kept what was said.
understood-votes =
    I understand { $yes } in favour, { $no } not{ $written ->
        [0] {""}
       *[other] , and { $written } in favour in writing
    }.

## Not understood, or not possible

misread-people = I could not read the number of people. Please write one number, like 9.
misread-people-most = I understand { $given }, but it can only be from { $least } to { $most }. Please look again.
misread-votes = I could not read the votes. Please write like: 8 yes, 1 no.
misread-votes-written = There were votes in writing, so please give me all three numbers, like: 7, 1, 1.
misread-votes-many = I understand { $given } votes, but only { $most } people voted. Please look again.
refused-file-gone = This file or meeting is no longer open for that, or is not among those you answer for. Please choose again.
refused-meeting-figures = The figures do not fit: { $given }, while there are only { $most }. Please choose Back to correct them.

votes-order = See a proposed order
# $lines: a votes-place each.
votes-order-told =
    A proposed order: by votes, then direct work on a site; only between equals a woman, or a collective of mostly women. The council still chooses.
    { $lines }
votes-place =
    { $rank }. { $name } · { $award }{ $site ->
        [yes] {" "}· directly on a site
       *[no] {""}
    }{ $woman ->
        [yes] {" "}· women first
       *[no] {""}
    }{ $tied ->
        [yes] {" "}· equal
       *[no] {""}
    }
