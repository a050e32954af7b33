### /uyquyen: lending one's role to a colleague for some days, and taking it back (R20).

delegate-which-ask =
    { $count ->
        [0] { $roles ->
            [0] You have no role to lend just now, and none was lent to you.
           *[other] While you are away, a colleague can stand in for you for some days. Which role would you like to lend?
        }
       *[other] Lent at present:
            { $lines }

            What would you like to do?
    }
delegate-line =
    { $given ->
        [yes] • You lent to { $name }: { $role }, { $unit } ({ $since } to { $until })
       *[no] • { $name } lent to you: { $role }, { $unit } ({ $since } to { $until })
    }
delegate-lend = Lend: { $role } · { $unit }
delegate-take = Take back from { $name } · { $role }
delegate-give-back = Give back to { $name } · { $role }

delegate-who-ask =
    { $count ->
        [0] There is no other staff within the reach of { $role } at { $unit } yet. You may make a code of one use for whoever stands in.
       *[other] To whom would you like to lend { $role } at { $unit }?
    }
delegate-to = Choose { $name }
delegate-code = Make a code for somebody else
delegate-first-ask = From which day? Type it, or choose below.
delegate-first-example = 1/12
delegate-first-label = From
delegate-today = From today
delegate-tomorrow = From tomorrow
delegate-last-ask = Until which day? At most 60 days. Type it, or choose below.
delegate-last-example = 15/12
delegate-last-label = Until
delegate-until = Until { $day }
misread-delegate-first = I could not read the day, or it has passed or is more than { $most } days away. Please write it like 1/12.
misread-delegate-last = I could not read the day, or it lies before { $first } or makes more than { $most } days. Please write it like 15/12.
delegate-save-ask =
    You lend to { $name }:
    { $role }, { $unit }

    { $summary }
    { $clamped ->
        [yes] {"\u000A"}Your own role ends on { $until }, and so does what you lend.
       *[no] {""}
    }
    During this time both of you can do the work of the role. If this is right, please choose Lend it.
delegate-somebody = the holder of the code
summary-delegate = Lend it
delegate-done = Lent: { $role } at { $unit } to { $name }, { $since } to { $until }. I will tell { $name }.
delegate-code-made =
    Code: { $code }
    { $role }, { $unit }, { $since } to { $until }

    Whoever stands in writes to the Union Assistant: /vaitro { $code }

    It can be used once, until { $day }. Whoever opens it first has it, so please give it to the right person only.
refused-delegate-span = I could not lend it for these days: it begins today or later, for at most { $most } days and within your own role. Please look at the days again.
refused-delegate-gone = This person can no longer be chosen, or holds the role already. Please choose somebody else.

## Taking back, giving back

delegate-sure-ask =
    { $given ->
        [yes] Take back { $role } at { $unit } from { $name }? They can no longer use it, from this moment on.
       *[no] Give { $role } at { $unit } back to { $name }? You can no longer use it, from this moment on.
    }
delegate-yes = End it
delegate-no = Keep it
delegate-ended =
    { $given ->
        [yes] Taken back: { $role } at { $unit } from { $name }, who will be told.
       *[no] Given back: { $role } at { $unit } to { $name }. Thank you for your help.
    }
delegate-kept = It stays as it is.

## To the other side

delegate-notice =
    { $what ->
        [lent] { $name } asks you to stand in as { $role } at { $unit }, { $since } to { $until }. During these days, type /canbo to open the work. If it does not suit you, give it back at /uyquyen.
        [accepted] { $name } stands in for you as { $role } at { $unit }, { $since } to { $until }.
       *[ended] { $name } has ended the lending of { $role } at { $unit }. Thank you.
    }
delegate-open = See what is lent

## In /vaitro

roles-line-lent = • { $role }, { $unit } ({ $span }), standing in for { $name }: { $may }.
roles-given = Lent at present:
roles-delegate = Lend a role
roles-offer-lent = { $name } asks you to stand in as { $role } at { $unit }, { $span }. This role { $may }.

## In /canbo

staff-delegate = Lend a role
