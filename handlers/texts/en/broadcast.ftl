### /thongbao: an officer's words to every member of a unit.

broadcast-words-ask = What would you like to announce? Please type all of it in one message, at most 1,500 characters. It will be sent exactly as you write it, and not before I have asked you again.
broadcast-unit-ask = To the members of which unit shall this go? The units below it get it too. Please choose one, or type its name.
broadcast-sure-ask =
    { $reached ->
        [0] Nobody at { $unit } would get this at present: nobody has joined yet, or everybody has switched such messages off. Please choose Back and take another unit.
        [one] One person at { $unit } and the units below it will get this announcement, { $when }:

        “{ $words }”

        Once sent, it cannot be taken back. Shall I send it?
       *[other] { $count } people at { $unit } and the units below it will get this announcement, { $when }:

        “{ $words }”

        Once sent, it cannot be taken back. Shall I send it?
    }
broadcast-now = right now
broadcast-later = from { $time } on { $day }, when the quiet hours are over
broadcast-yes = Send the announcement
broadcast-no = Do not send it
broadcast-dropped = I have not sent this announcement.
broadcast-begun = I have your announcement and begin to send it { $when }.
broadcast-follow = Type /giaonhan to see how far they are.

broadcast-message =
    { $role ->
        [standing] From the emulation office of { $unit }:
        [publicity] From the publicity officer of { $unit }:
       *[other] From { $unit }:
    }

    { $words }

    Type /nhantin if you would rather not get messages of this kind.

refused-nobody-there = Nobody would get this announcement at present. Please choose Back and take another unit.
refused-enough-broadcasts = You have sent { $most } announcements today. So that nobody is disturbed too often, the next one can go tomorrow. If it is urgent, please turn to the officers of the units.
