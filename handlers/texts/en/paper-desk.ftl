### /giayto: asking for papers, getting them, asking the author for what they lack.

staff-papers = Papers and lists

paper-dossier-report = Full dossier of the report (PDF)
paper-dossier-file = Full nomination file (PDF)

## What

papers-what-ask = Which paper do you need? All of them are drafts to be signed.
papers-one = Papers of one report or file
papers-list-reports = List of reports (Excel)
papers-photos = Photos with their list (zip)
papers-list-nominations = List of nominations (Excel)
papers-list-commendation = Statistics of commendation (Excel)
papers-code-ask = Please type the code of the report or file, such as SK-2026-0147 or DN-2026-0007.
papers-paper-ask = { $about }

    Please choose the paper.
papers-paper = { $name }
papers-paper-of = { $name }: { $of }

## A list

papers-unit-ask = Of which unit? All units below it are included. Please choose, or type part of its name.
papers-year-ask = Of which year?
papers-year = Year { $year }
papers-every-year = All years
papers-order-ask =
    { $unit }: { $count ->
        [-1] ready to be made.
        [0] nothing there yet.
        [one] one line.
       *[other] { $count } lines.
    }{ $narrowed ->
        [0] { "" }
       *[other] { " " }Filters: { $narrowed }.
    }
papers-make = Make the file now
papers-by-state = Filter by state
papers-by-kind = Filter by kind
papers-by-theme = Filter by theme
papers-by-phase = Filter by phase
papers-only-ask = Only which reports?
papers-approved = Approved
papers-waiting = Waiting
papers-refused = Refused
papers-phase = { $title }

## On its way, and here

papers-begun = “{ $name }” is being made and comes here when it is done.
papers-begun-long = “{ $name }” is being made. It is a large file and takes a while; please go on meanwhile, it comes here when it is done.
papers-progress = Still at it: { $done } of { $total }.
papers-made = Here is { $name }. It is a draft: please look through it before it is signed.
papers-lines = Lines: { $count }.
papers-lost = The files of { $count } photos are gone; the list still names them.
papers-missing = Still missing ({ $count }):
papers-missing-line = – { $what }
papers-missing-more = … and { $count } more, on the first page.
papers-not-made = This paper could not be made: the report or file is no longer within your reach. /vaitro shows your roles.

## Doors below a paper

papers-door-author = Ask the author to add to { $code }
papers-door-signatory = Enter who signs
papers-door-meeting = Add to the minutes
papers-door-file = Fill in the file
papers-door-report = Look at the report

## Asking the author

ask-author-sure-ask = { $name } will be asked to add to report { $code }: { $what }. Shall it be sent?
ask-author-yes = Send it
ask-author-no = Not now
ask-author-left = Nothing was sent.
ask-author-done = { $name } was asked. Once they have added it, make the paper again.
ask-author-notice = The union's officers are preparing papers for your report { $code } “{ $title }” and ask you to add: { $what }. Please open it and add what you can.
ask-author-door = Open the report
ask-author-before = how it was before
ask-author-solution = what was done
ask-author-result = the result
ask-author-place = where
ask-author-first-use = in use since when
ask-author-photos = photos
ask-author-shares = each author's share

## What can't be

refused-no-paper = There is no such report or file within your reach. Please check the code.
refused-papers-busy = The papers you asked for are still being made. Please wait for them, then ask again.
refused-nothing-to-list = There is nothing to list with this choice. Please choose another year or unit.
refused-list-too-long = This list has more than { $most } reports. Please narrow it, or take it year by year, unit by unit.
refused-author-not-asked = This report is decided, so its author can't change it. Please fill in what is missing by hand when signing.
refused-author-unreachable = The author of this report can't be reached. Please fill in what is missing by hand when signing.

## A link instead of a file

file-link = { $name } ({ $size } MB), to be fetched here until { $until }:
    { $url }
file-link-gone = { $name } is gone. Please ask for it again with /giayto.
photos-later = The pictures cannot be loaded just now. Please open this again in a few minutes.
photo-links =
    { $count ->
        [one] A photo, to be seen until { $until }:
       *[other] { $count } photos, to be seen until { $until }:
    }

web-file-gone-title = Link no longer valid
web-file-gone = This link is no longer valid
web-file-gone-text = A link to a file works for 24 hours and must be complete. Please go back to the conversation and type /giayto for a new one.
