### /chamdiem: judging on a score sheet. Nobody sees the others' points before giving their own; what was given stays.

judging-which-ask =
    { $rounds ->
        [0] There is no round of judging in your units yet.
       *[other]
        { $count ->
            [0] Nothing waits for you to judge. Which round would you like to see?
            [one] One report waits for you to judge. What would you like to do?
           *[other] { $count } reports wait for you to judge. What would you like to do?
        }
    }
judging-next =
    { $count ->
        [one] Go on judging (one report)
       *[other] Go on judging ({ $count } reports)
    }
judging-line =
    { $state ->
        [closed] See { $name } · closed
       *[open]
        { $left ->
            [0] See { $name } · being judged
           *[other] See { $name } · { $left } left
        }
    }
judging-new = Open a new round
judging-act =
    { $act ->
        [judge] Judge the next report ({ $left } left)
        [close] Close the round
       *[list] Back to the rounds
    }
judging-act-ask =
    { $name }
    { $unit } · { $state ->
        [closed] closed
       *[open] being judged
    } · reports: { $reports }, score sheets: { $scores }

    { $lines }

    What would you like to do next?
judging-unseen =
    • { $code } · { $title }: { $state ->
        [withdrawn] withdrawn by its sender
        [hidden] score sheets given: { $judges }; you will see the points when you have given yours
       *[none] not judged yet
    }
judging-seen =
    • { $rank ->
        [none] {""}
       *[other] Rank { $rank }{ $tied ->
            [yes] {" "}(shared)
           *[no] {""}
        } ·{" "}
    }{ $code } · { $title }: median { $median } ({ $judges ->
        [1] one sheet
       *[other] { $judges } sheets, { $low } to { $high }, half of them within { $middle }
    })
judging-more =
    { $count ->
        [one] • and one more
       *[other] • and { $count } more
    }
judging-close-ask = “{ $name }” has { $scores } score sheets for { $reports } reports. Once closed, no more points are given and all judges see each other's; to judge again, open a new round. Close it?

## Opening a round

judging-unit-ask = Of which unit is this round? Reports of that unit and those below it may be chosen.
judging-sheet-ask = Which score sheet?
judging-reports-ask =
    { $count ->
        [0] This unit has no report yet that was received or approved.
       *[other] Choose the reports of the round ({ $ticked } chosen so far), then choose Done.
    }
judging-report = { $code } · { $title }
judging-name-ask = What is the round called, so that judges know it?
judging-name-example = Initiatives of quarter IV/2026
judging-sure-ask =
    Round “{ $name }”
    • Unit: { $unit }
    • Score sheet: { $sheet }
    • Reports: { $count }

    Once open, its reports and its sheet do not change any more. Open it?
judging-yes = Yes
judging-no = Not now
judging-made = The round is open. Reviewers, the standing unit and the council of the unit type /chamdiem to judge.
judging-closed = The round is closed. The points help the council; they decide no award.
judging-left = Nothing was changed.

## Points for one report

points-criterion-ask =
    { $card }

    { $label } (at most { $most } points, { $weight } % of the total)
    { $explain }

    How many points do you give?
points-criterion-example = 7.5
points-note-ask = Would you like to add a remark? It is kept with the score sheet.
points-line = • { $label }: { $points }/{ $most }
points-sure-ask =
    Score sheet for { $code }
    { $lines }
    Total: { $total }/100

    Once given it cannot be changed. Do you give this sheet?
points-yes = Give this sheet
points-no = Drop this sheet
points-kept = Thank you, your score sheet for { $code } is kept.
points-left = This sheet was dropped; the report still waits for you.
misread-points = I could not read the points. Please type a number from 0 to { $most }, such as 7 or 7.5.
misread-points-most = This criterion gives at most { $most } points, I read { $given }. Please give the points again.
refused-judging-gone = That report or round does not wait for you any more. Please type /chamdiem to look again.
refused-judging-not =
    { $why ->
        [closed] This round is closed, so no more points are taken.
        [given] You have judged this report already; your sheet stays as it was.
        [own] This report has your name on it, so other judges score it.
        [report] This report is no longer in the round.
        [reports] Some report cannot be judged here: at most 100, received or approved, within the units you answer for.
        [name] The round cannot be called so. Please give it another name.
        [points] The sheet is not complete, or some points are out of bounds. Please judge this report again.
       *[role] This is for the unit's standing officers.
    }
