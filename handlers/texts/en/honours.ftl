### The honour list for everybody (/vinhdanh), and commendation counted for staff (/thongke).

## /vinhdanh

honours-year-ask =
    { $count ->
        [0] { $unit } has no award entered here yet. Yours may be the first.
       *[other] The honour list of { $unit }. Which year?
    }
honours-year = { $year } · { $count } awards
honours-turn-ask =
    Honoured in { $year } ({ $count } awards):
    { $lines }
honours-line = { $place }. { $name }, { $unit }: { $award } ({ $number }, { $day })
honours-years = See another year
refused-honours-unit = You have not chosen your unit yet, so I do not know which list. Please type /caidat and choose it.
refused-honours-none = No award of that year is entered here.

## /thongke

commendation-year-ask = Commendation of which year?
commendation-act-ask =
    { $count ->
        [0] In { $year }, no award was entered for the units you answer for.
       *[other] Commendation { $year } in the units you answer for: { $count }, those revoked left out.
        { $lines }
    }
commendation-years = See another year
commendation-group =
    { $group ->
        [form] Form
        [level] Decided by
        [kind] Kind
        [who] Awarded
       *[place] Hands-on
    }
commendation-form =
    { $form ->
        [flag] emulation flags
        [certificate] certificates of merit
        [creative-labour] creative labour certificates
       *[commendation] commendations
    }
commendation-number = { $what } { $count }
commendation-collectives = collectives
commendation-workers = workers
commendation-officials = officials and public employees
commendation-others = persons of no known class
commendation-on-site = directly on sites

## On the staff's menu, and in the messenger's own

staff-register = Register for the year
staff-meeting = Enter councils and acclaims
staff-decision = Enter decisions
staff-hold = Put awards on hold
staff-commendation = See commendation counted
staff-signing = Signatories and recipients
command-vinhdanh = The honour list
