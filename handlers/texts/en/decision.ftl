### Decisions (/quyetdinh): entered once for many, praise told at once, awards revoked.

decision-which-ask =
    { $waiting ->
        [0] No file waits for a decision.
        [1] One file waits for a decision.
       *[other] { $waiting } files wait for a decision.
    }{ $count ->
        [0] {""}
       *[other] {" "}Choose a decision to look at it, to change a certificate or to revoke an award.
    }
decision-new = Enter a new decision
decision-line = { $number } · { $day } · { $count } awarded
decision-list = See another decision
decision-cited = decision no. { $number } of { $day }, { $authority }
decision-act-ask =
    { $decision }
    • Signed by: { $signer }
    • Awarded: { $count }{ $revoked ->
        [0] {""}
       *[other] , revoked { $revoked }
    }

    Whom would you like to see?
decision-awarded =
    { $name }{ $revoked ->
        [yes] {" "}(revoked)
       *[no] {""}
    }
decision-do-ask =
    { $name }: { $award }
    • Certificate: { $wording }{ $revoked ->
        [yes]
        {""}
        • Revoked on { $day } by { $by }: { $why }
       *[no] {""}
    }

    What would you like to do next?
award-reword = Change the certificate's words
award-revoke = Revoke the award
award-back = Back to the decision
decision-wording-ask = Please type what the certificate says instead.
decision-wording-example = Đã có thành tích xuất sắc trong phong trào thi đua năm 2026
decision-by-ask = What is the number of the revoking decision?
decision-by-example = 140/QĐ-LĐLĐ
decision-on-ask = Of which day is it?
decision-on-example = 20/11/2026
decision-why-ask = Why is it revoked? Whoever was awarded will read this, so please be gentle and exact.
decision-why-example = Thành tích kê khai chưa đúng với kết quả thẩm định lại.
decision-sure-ask =
    { $name }: { $award } will be revoked by decision { $by } of { $day }.
    • Reason: { $why }

    The award stays on file, marked; it no longer counts in statistics and the honour list. Whoever was awarded is told. Are you sure?
revoke-yes = Revoke it
revoke-no = Do not revoke it
award-reworded = I have changed the certificate of { $name }.
award-revoked = I have entered that the award of { $name } is revoked, and told those concerned.
award-kept = I left this award as it is.
refused-decision-gone = I no longer find this decision among those you answer for. Please choose again.
refused-revoke-not-possible = This could not be entered: the award was revoked before, or the day lies before the decision. Please look again.

## A new one

new-decision-files-ask =
    { $count ->
        [0] No file of those you answer for waits for a decision.
       *[other] Which files does this decision cover? Choose each, then Done; they must be decided by the same authority.
    }
new-decision-how-ask =
    { $files }

    What is the outcome?
decision-give = Enter the decision to award
decision-refuse = Enter that nothing is awarded
new-decision-why-ask = Why is nothing awarded? The unit that proposed will read this.
new-decision-why-example = Chưa đủ thời gian công tác theo quy định.
new-decision-number-ask = What is the decision's number?
new-decision-number-example = 125/QĐ-LĐLĐ
new-decision-day-ask = On which day was it signed?
new-decision-day-example = 20/11/2026
new-decision-signer-ask = Who signed it? Choose or type the name; if it is not known, choose Skip.
new-decision-signer-example = Trần Kim Long
new-decision-leave-ask = { $count } are proposed. Choose those who are not in the decision, then Done.
decision-nobody-left = All are in the decision
decision-nominee =
    { $name }{ $passed ->
        [no] {" "}(too few votes)
       *[other] {""}
    }
new-decision-differ-ask =
    { $name ->
        [none] Are the awards those asked for? Choose whoever gets another one.{ $count ->
            [0] {""}
           *[other] {" "}Changed so far: { $count }.
        }
       *[other] Which award does { $name } get?
    }
decision-as-asked = All as asked for
decision-differ-done = Done, the others as asked for
decision-award = { $name } · { $award }
new-decision-wording-ask =
    I propose these words for the certificates:

    “{ $wording }”

    Use them, or type others?
new-decision-wording-example = Đã có sáng kiến làm lợi cho đơn vị năm 2026
decision-wording-keep = Use these words
certificate-wording =
    { $kind ->
        [ad-hoc] For an outstanding achievement in the emulation movement “{ $title }”, { $year }
        [thematic] For an outstanding achievement on a theme of the emulation movement “{ $title }”, { $year }
       *[overall] For outstanding achievements in the emulation movement “{ $title }”, { $year }
    }
new-decision-reason-ask =
    { $lines }

    If the authority decided to award all the same, please write why. The reason is kept with your name.
new-decision-reason-example = Theo kết luận của Ban Thường vụ tại phiên họp ngày 18/11/2026
decision-against = • { $name }: not met: “{ $rules }”
decision-against-heading = Open points:
decision-needs-reason = { $count } did not meet the conditions, so I have not kept it yet.
new-decision-sure-ask =
    { $what }

    Is this right? Once kept, congratulations go out at once.
decision-refusing =
    Nothing is awarded for { $codes }.
    • Reason: { $why }
decision-number-label = Number
decision-day-label = Day
decision-authority-label = Authority
decision-signer-label = Signed by
decision-awards-label = Awarded
decision-left-label = Not in it
decision-wording-label = Certificate
decision-reason-label = Awarded because
decision-count = { $award }: { $count }
decision-yes = Keep the decision
decision-no = Do not keep it
decision-dropped = I did not keep this decision.
decision-kept =
    Thank you. I have kept decision { $number } for { $count }{ $told ->
        [0] .
       *[other] {" "}and told { $told } people.
    }
decision-refused =
    { $count ->
        [1] I have entered that nothing is awarded.
       *[other] I have entered for { $count } files that nothing is awarded.
    }
refused-decision-files = These files no longer wait for a decision, or are not decided by one authority. Please type /quyetdinh and choose again.
refused-decision-nobody = Nobody is left in the decision. If nothing is awarded at all, choose Back and enter that.
refused-decision-many = The decision has { $count } awards; at most { $most } can be kept at once. Please take fewer files.
refused-decision-never =
    This could not be kept, as these cannot be awarded yet:
    { $lines }

    Please complete the file, or choose Back to leave them out of the decision.
refused-decision-same = Decision no. { $number } of this day is entered already, so I did not keep it twice. Type /quyetdinh to see it.

## Told to whoever was awarded, to the authors behind, to the officers

praise-own =
    Congratulations, { $name }! By { $decision } you receive: { $award }.

    “{ $wording }”

    The union thanks you for what you have done.
praise-behind =
    Good news: an achievement you had a part in was honoured by { $decision }.
    { $lines }

    The union thanks you for your part.
praise-officer =
    By { $decision }, { $count } of those you answer for were awarded.
    { $lines }

    Please pass on the congratulations and choose a worthy occasion.
praise-line = • { $name }, { $unit }: { $award }
praise-more = • and { $count } more
praise-open = See the honour list

## Told when an award is revoked

revoked-own =
    Dear { $name }, the award { $award }, given by { $decision }, is revoked by decision { $by } of { $day }.
    • Reason: { $why }

    If you wish to talk about it, please type /gapcanbo; the union will listen.
revoked-officer =
    The award { $award } of { $name }, given by { $decision }, is revoked by decision { $by } of { $day }.
    • Reason: { $why }

    Please visit and talk with those concerned.
