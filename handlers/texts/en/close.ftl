### The year's close: which files are in, late, unregistered; then the set is frozen (R28).

staff-close-year = Close the year's commendations

close-year-movement-ask = Which movement's list is to be closed?
close-year-kind-ask = Which kind of commendation is to be closed? Ad hoc files are never closed.
close-year-year-ask = For which year?
close-year-unit-ask = At which unit?
# $held: files at the unit's desk; $late: files still below; $done, $closed: whether it is closed, and on which day.
close-year-act-ask =
    { $kind } { $year }, { $unit }
    { $done ->
        [no] • Files that have come in: { $held }, with { $subjects } people and collectives
            • Files still below: { $late }
            • Not registered at the start of the year: { $unregistered }
       *[yes] Closed on { $closed } with { $files } files. The copy's check code: { $digest }
            • Files that come later, for the next year: { $late }
    }

    What would you like to do next?
close-year-close = Close the list
close-year-list =
    { $list ->
        [held] See the files that have come in
        [late] See the files still below
       *[unregistered] See who was not registered
    }
close-year-other = Choose another year or unit
close-year-sure-ask = The year { $year } would be closed with { $held } files. After that they stay as they are, only the council and the decision go on; { $late } files still below will belong to the next year when they are sent up. A close cannot be undone. Do you agree?
close-year-yes = Agree and close
close-year-no = Not now
close-year-left = Nothing was closed.
close-year-done = Thank you. The year { $year } is closed with { $files } files, and a copy is kept.
close-year-already = The year { $year } was closed before. Please look at the list again.
close-year-many = The list has more than { $most } files and cannot be closed in one go. Please type /gapcanbo.
close-year-lines =
    { $list ->
        [held] Files that have come in:
        [late] Files still below:
       *[unregistered] Not registered at the start of the year:
    }
    { $lines }
close-year-name = • { $name }
# $desk: where it lies.
close-year-file =
    • { $code } · { $desk } · { $state ->
        [draft] in preparation
        [sent] sent
        [returned] to be completed
        [council] before the council
        [decided] decided
       *[refused] not awarded
    }
close-year-more = • and { $count } more lines
