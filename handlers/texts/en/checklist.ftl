### /tieuchi: the criteria of the Plan that a unit, a team or a person meets in a year, by approved reports (R13, R14).

checklist-movement-ask = Of which movement would you like to see the criteria?
checklist-unit-ask = Of which unit would you like to see the criteria? Choose one, or type a part of its name.
checklist-year-ask = Which year?
checklist-what-ask =
    { $unit }, { $year }: reports for { $met }/{ $of } criteria

    { $lines }

    What would you like to open?
checklist-line =
    { $count ->
        [0] – { $letter }. { $name }
        [one] ✓ { $letter }. { $name } (one report)
       *[other] ✓ { $letter }. { $name } ({ $count } reports)
    }
checklist-open = Open criterion { $letter }
checklist-act =
    { $act ->
        [authors] See by author
        [below] See the units below
        [another] See another unit
       *[list] Back to the criteria
    }
checklist-who-ask =
    { $count ->
        [0] No report of { $year } is approved yet, so there are no authors.
       *[other] The authors of approved reports of { $year }. Whose criteria would you like to see?
    }
checklist-author =
    { $met ->
        [0] – { $name }
        [one] ✓ { $name } · one criterion
       *[other] ✓ { $name } · { $met } criteria
    }
checklist-below-ask = { $count } units below, { $year }: { $full } meet all criteria, { $none } have no report linked yet. Which would you like to open?
checklist-below-line = { $met }/{ $of } · { $unit }
checklist-act-ask =
    { $name }, { $year }

    { $lines }{ $text ->
        [none] {""}
       *[other]
        {""}

        In the Plan's words: { $text }
    }

    { $may ->
        [yes] Choose a report to link it to the criterion, or take a linked one back. Those marked “likely” suit it better.
        [none] There is no approved report to link here yet.
       *[no] Linking is for the unit's reviewing officers.
    }
checklist-report = · { $code }: { $title }
checklist-more =
    { $count ->
        [one] · and one more
       *[other] · and { $count } more
    }
checklist-link =
    { $act ->
        [unlink] Take back
       *[link] Link
    }{ $letter ->
        [none] {""}
       *[other] {" "}{ $letter }:
    } { $code }{ $fits ->
        [yes] {" "}(likely)
       *[no] {""}
    } · { $title }
checklist-linked =
    { $act ->
        [unlink] The report no longer counts for the criterion.
       *[link] The report is linked to the criterion.
    }
refused-checklist-gone = That is no longer among the criteria you may see. Please choose again.
refused-checklist-link =
    { $why ->
        [role] Linking is for the unit's reviewing officers.
        [linked] This report is linked to the criterion already.
        [full] This criterion has all the reports it can take.
       *[report] This report cannot be linked: it must be approved, of this year, and of this unit or one below it.
    }
