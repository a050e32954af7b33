### Deadlines (/hanmuc), what is due soon (/nhac), and marking that papers were handed in (/nophoso).

## What a deadline is called

deadline-duty =
    { $duty ->
        [register] Register for emulation
       *[nominate] Nominate for awards
    }
deadline-award =
    { $award ->
        [overall] Overall award
        [thematic] Thematic award
        [ad-hoc] Ad-hoc award
       *[any] Any award
    }
deadline-level =
    { $level ->
        [base-above] Union directly above
        [province] Provincial federation
        [peoples-committee] Provincial People's Committee
        [confederation] Confederation
        [government] National level
       *[any] Not said where to
    }
deadline-title =
    { $duty ->
        [register] Registration for emulation
       *[nominate] Nominations for awards
    } { $year }{ $award ->
        [overall] , overall award
        [thematic] , thematic award
        [ad-hoc] , ad-hoc award
       *[any] {""}
    }{ $level ->
        [base-above] , to the union directly above
        [province] , to the provincial federation
        [peoples-committee] , to the provincial People's Committee
        [confederation] , to the confederation
        [government] , to the national level
       *[any] {""}
    }
deadline-line =
    { $state ->
        [example] [Example] { $day } · { $what } · { $unit }
       *[standing] { $day } · { $what } · { $unit }
    }
deadline-short =
    { $duty ->
        [register] Registration
       *[nominate] Nominations
    }{ $award ->
        [overall] , overall
        [thematic] , thematic
        [ad-hoc] , ad-hoc
       *[any] {""}
    }
deadline-every-type = Every type of unit
deadline-days = { $days } days
deadline-days-none = none
deadline-above = after { $days } days of delay
deadline-above-never = never

## The list and one deadline

deadlines-which-ask =
    { $count ->
        [0] There is no deadline yet. Would you like to set the first one?
       *[other] These are the deadlines you may set. One marked [Example] is not in force and nobody is reminded of it. Which one would you like to see?
    }
deadline-new = Set a new deadline
deadlines-act-ask =
    { $state ->
        [example] [Example, not in force] { $title }
       *[standing] { $title }
    }
    • Due: end of { $day }
    • Units of: { $unit }
    • Type of unit: { $type }
    • Reminders before: { $leads } (0 is the day itself)
    • Grace: { $grace } days
    • Reminders when late: { $overdue }
    • Level above told: { $above }
    • Source: { $source }
    • Handed in: { $done } of { $asked } units, { $owing } still to come

    What would you like to do with it?
deadline-source-own = set by the standing unit
deadline-act =
    { $act ->
        [adopt] Put it into force
        [owing] See who still owes it
        [preview] See the coming reminders
        [copy] Copy it to next year
        [due] Change the due date
        [leads] Change the reminders before
        [grace] Change the days of grace
        [overdue] Change the reminders when late
        [above] Change when the level above is told
        [withdraw] Withdraw this deadline
       *[list] See another deadline
    }
deadlines-owing-ask =
    { $count ->
        [0] { $title }: every unit has handed in. Please choose Back to go on with this deadline.
       *[other] { $title }: { $count } units have not handed in yet. If one has, please choose it to mark it.
    }

## Changing one

deadlines-due-ask =
    { $title }. Due at present: { $now }.

    Which day should it be?
deadlines-due-example = 25/11, 25/11/2026
deadlines-leads-ask =
    { $title }. Reminders before, at present: { $now }.

    How many days before should I remind? 0 is the day itself.
deadlines-leads-example = 30, 14, 7, 3, 1, 0
deadlines-grace-ask =
    { $title }. Grace at present: { $now } days.

    For how many days after the due date does handing in still count as in time?
deadlines-grace-example = 3
deadlines-overdue-ask =
    { $title }. Reminders when late, at present: { $now }.

    After how many days should I remind when it is late?
deadlines-overdue-example = 1, 7
deadlines-above-ask =
    { $title }. Level above told at present: { $now }.

    When a unit is late, after how many days should the level above be told?
deadlines-above-example = 7
deadline-days-usual = As usual: { $days }
deadline-days-not = Without reminders
deadline-never = Never tell the level above
deadlines-sure-ask =
    { $title }
    { $what }

    Do you agree?
deadline-change =
    { $act ->
        [due] The due date changes from { $old } to { $new }.
        [leads] The days of reminders before change from { $old } to { $new }.
        [grace] The days of grace change from { $old } to { $new }.
        [overdue] The days of reminders when late change from { $old } to { $new }.
        [above] When the level above is told changes from “{ $old }” to “{ $new }”.
        [adopt] The deadline of { $new } comes into force.
        [copy] Next year's deadline: { $new }. This one stays as it is.
       *[withdraw] The deadline of { $old } is no longer in force and nobody is reminded of it any more. What was marked as handed in is kept.
    }
deadline-yes = Agree
deadline-no = Leave it as it is
deadline-kept = The deadline stays as it is.
deadline-saved =
    { $act ->
        [adopt] Thank you. The deadline is in force; I shall remind on its days.
        [copy] Thank you. The deadline is copied to next year; please look it over.
        [withdraw] The deadline is withdrawn.
       *[due] Thank you, the change is saved.
    }

## What would go out

deadline-preview =
    If nothing changes, these reminders go out:
    { $lines }
deadline-preview-who = • Not handed in: { $owing } of { $asked } units; people to remind: { $people }
deadline-preview-before = • Reminders before the due date: { $days }
deadline-preview-late = • Reminders when late: { $days }
deadline-preview-above = • Level above told when late: { $day }
deadline-preview-without =
    { $count ->
        [one] • One unit has no officer of its own: the nearest one above is reminded
       *[other] • { $count } units have no officer of their own: the nearest one above is reminded
    }
deadline-preview-told =
    { $count ->
        [one] • One person was reminded of the old date and will be told
       *[other] • { $count } people were reminded of the old date and will be told
    }

## A new one

new-deadline-movement-ask = Which movement is this deadline for?
new-deadline-movement-label = Movement
new-deadline-duty-ask = What is the deadline for?
new-deadline-duty-label = Duty
new-deadline-award-ask = Which kind of award is it about?
new-deadline-award-label = Award
new-deadline-level-ask = Where do the papers go?
new-deadline-level-label = Papers go to
new-deadline-unit-ask = Whose units is it for? Every unit below counts; the unit that sets it does not, unless you choose its very type in the next question.
new-deadline-unit-label = Units of
new-deadline-unit-type-ask = Which type of unit is it for?
new-deadline-unit-type-label = Type of unit
new-deadline-due-ask = Which day is it due? Units may hand in until the end of that day.
new-deadline-due-example = 20/11, 25/01/2027
new-deadline-due-label = Due
new-deadline-year-ask = Which year of emulation does it belong to?
new-deadline-year-label = Year
new-deadline-leads-ask = How many days before should I remind? 0 is the day itself.
new-deadline-leads-example = 30, 14, 7, 3, 1, 0
new-deadline-leads-label = Days of reminders before
new-deadline-save-ask =
    The deadline you are about to set:

    { $summary }

    When it is saved, these reminders go out:
    { $preview }

    Is everything right?
new-deadline-done = Thank you, the deadline is set: { $title }.

## What is due soon

coming-act-ask =
    { $lines }

    What would you like to do next?
coming-own = Due for your unit:
coming-held = Due for the units you answer for:
coming-line =
    { $done ->
        [yes] • { $day } ({ $left }): { $title }. Handed in
       *[no] • { $day } ({ $left }): { $title }. Not handed in
    }
coming-line-held = • { $day } ({ $left }): { $title }. Handed in by { $done } of { $asked } units
coming-left =
    { $when ->
        [late] { $days } days ago
        [today] today
       *[coming] in { $days } days
    }
coming-more = • and { $count } more
coming-none = In the next 60 days nothing is due for your unit.
coming-submit = Mark as handed in
coming-menu = Go to the menu

## Handing in

submission-which-ask =
    { $count ->
        [0] Right now nothing is owed by the units you answer for. Thank you.
       *[other] For which deadline has a unit handed in?
    }
submission-line = { $day } · { $what } · { $count } units to come
submission-marked = Take a mark back
submission-unit-ask =
    { $count ->
        [0] { $title }: there is no unit of that name among those still to come. Please write another name, or choose Back.
       *[other] { $title }: { $count } units have not handed in. Please choose one, or write part of its name.
    }
submission-marked-ask =
    { $count ->
        [0] No unit is marked as having handed in. Please choose Back.
       *[other] Which unit's mark would you like to take back?
    }
submission-mark = { $day } · { $what } · { $unit }
submission-sure-ask =
    { $act ->
        [unmark] { $unit }: { $title }, due { $day }. Without the mark the unit is again among those to hand in, and is reminded as before. Are you sure?
       *[mark] { $unit }: { $title }, due { $day }. Once it is marked, the unit is not reminded of it any more. Has it handed in everything?
    }
submission-yes = Everything handed in
submission-undo = Take the mark back
submission-no = Not yet
submission-thanks = Thank you. It is noted that { $unit } has handed in: { $title }.
submission-taken-back = The mark of { $unit } is taken back: { $title }.
submission-left = Nothing has been changed.

## Not understood, or not possible

misread-day-counts = I could not read the days. Please write numbers with commas between them, such as: 30, 14, 7.
misread-day-counts-many = At most { $most } reminders, please, so that they do not become a burden.
misread-day-count = I could not read the number of days. Please write one number, such as: 3.
misread-day-count-range = Please give me a number of days from { $least } to { $most }.
refused-deadline-gone = That deadline is no longer in your list. Please look again with /nhac.
refused-deadline-same = There is already a deadline for exactly this, this year and these units. Please open that one to change its date.
refused-deadline-year = The due date must lie in the year of emulation { $year }, the year before or the year after. Please look at the date or the year again.
refused-submission-done = This unit is marked as having handed in already; it is not reminded any more. Thank you.
