### Registering subjects at the start of the year (/dangky), and holding awards meanwhile (/tamdung).

## Whom it is about

subject-ask = Whom is this for?
subject-unit = Enter the unit as a whole
subject-person = Enter one person
subject-collective = Enter a smaller collective
subject-name-ask = Please give me the full name of the person or collective.
subject-name-example = Trần Thị Ngọc Ánh; Tổ thi công số 2

## /dangky

register-movement-ask = Which movement do you register for?
register-year-ask = Which year would you like to see or register for?
register-which-ask =
    { $count ->
        [0] For { $year }, the units you answer for have registered nobody yet.
       *[other] For { $year }, the units you answer for have registered { $count }. To withdraw one, choose its name.
    }{ $due ->
        [none] {""}
       *[other] {" "}Register until the end of { $due }.
    }
register-new = Register one more
register-line = { $name } · { $award }
register-unit-ask = Which unit do they belong to? Choose one, or type part of its name.
register-class-ask = Which group does this person belong to?
register-award-ask = Which title or award do they aim at?
register-sure-ask =
    { $act ->
        [withdraw] { $name }, { $unit }, registered for { $year }: { $award }. Withdraw this registration?
       *[add] I will register for { $year }:
        • Subject: { $name }{ $member ->
            [yes] {" "}(a member who has joined here)
           *[no] {""}
        }
        • Unit: { $unit }
        • Aiming at: { $award }

        Is this right?
    }
register-yes = Agree
register-no = Leave as it is
register-left = I left the list as it is.
register-done = Thank you. I have registered { $name } for { $year }.
register-again = { $name } is on the list for this very award already, so I did not enter it twice.
register-withdrawn = I have withdrawn the registration of { $name }.
register-enough = The unit has { $most } registrations this year. If you need more, please withdraw some that are not used.
refused-registration-gone = I no longer find this registration among those you answer for. Please choose again.

## /tamdung

hold-which-ask =
    { $count ->
        [0] No unit or person is on hold at present.
       *[other] { $count } on hold at present. Which one would you like to see?
    }
hold-new = Put somebody on hold
hold-line =
    { $name } · { $kind ->
        [discipline] discipline
        [inspection] inspection
        [complaint] complaint
       *[press] press
    }
hold-unit-ask = Which unit do they belong to? Choose one, or type part of its name.
hold-kind-ask = Why is a hold needed?
hold-kind =
    { $kind ->
        [discipline] Discipline is being considered
        [inspection] An inspection is under way
        [complaint] A complaint is being looked into
       *[press] A press report is being looked into
    }
hold-since-ask = From which day on?
hold-since-example = 20/11/2026
hold-until-ask = Up to and with which day? If that is open, choose Skip.
hold-until-example = 31/12/2026
hold-note-ask = Anything to note? It is sealed and read only by who may put holds.
hold-sure-ask =
    { $act ->
        [lift] { $name }, { $unit }:
       *[put] I will put on hold:
        • Subject: { $name }
        • Unit: { $unit }
    }
    • Reason: { $kind ->
        [discipline] discipline is being considered
        [inspection] an inspection is under way
        [complaint] a complaint is being looked into
       *[press] a press report is being looked into
    }
    • From { $since }{ $until ->
        [none] {""}
       *[other] {" "}up to and with { $until }
    }
    • Note: { $note }

    { $act ->
        [lift] Lift the hold from today on?
       *[put] Is this right?
    }
hold-yes = Agree
hold-no = Leave as it is
hold-left = I left it as it is.
hold-put = I have put { $name } on hold.
hold-lifted = From today on { $name } can be considered as usual.
hold-already = { $name } is on hold for this reason already, so I did not enter it twice.
refused-hold-gone = This hold has ended, or is not among those you answer for. Please choose again.
refused-hold-days = The last day lies before the first. Please choose Back to correct the days.
