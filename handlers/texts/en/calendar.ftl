### /lich: the days and hours when nobody is pushed.

calendar-act-ask =
    These are the times when I do not write to anybody first:
    • Quiet hours every day: { $quiet }
    • Days off every week: { $weekdays }
    • Days off in the next 12 months:
    { $days }

    What would you like to change?
calendar-add = Add days off
calendar-remove = Remove days off
calendar-hours = Change the quiet hours
calendar-line = – { $days }: { $name }
calendar-more = – and { $count } more
calendar-none = none
calendar-weekday =
    { $day ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }

calendar-first-ask = Which is the first day off you would like to add?
calendar-first-example = 20/11, 30/4, 02/01/2027
calendar-last-ask = Which is the last day off? If it is a single day, please choose One day only.
calendar-one-day = One day only
calendar-last-anew = The first day has changed, so let me ask for the last day again.
calendar-name-ask = What is the name of this holiday? It is shown in the calendar to all staff.
calendar-name-example = Vietnamese Culture Day
calendar-added = Thank you. I have added { $name }, { $days }. On those days I do not write first, except for a reminder on the very last day of a deadline.
calendar-known = { $days } is in the calendar already, so I have not added it again.
calendar-full = The calendar is full, so I could not add it. Please remove holidays that are no longer needed, then add it again.

calendar-which-ask =
    { $count ->
        [0] There are no days off ahead in the calendar. Please choose Cancel to leave.
       *[other] Which holiday would you like to remove? Afterwards I write on those days as on any other.
    }
calendar-day = { $days } · { $name }
calendar-removed = I have removed { $name }, { $days }, from the calendar. You can add it again at any time.
calendar-gone = That holiday had just been removed from the calendar.

calendar-hours-ask = From when to when should the common quiet hours be? People who chose hours of their own keep them.
calendar-hours-example = 21:00-7:00
calendar-hours-set = The common quiet hours are now { $quiet }. In that time I do not write to anybody first.

misread-coming = I could not read the day. Please write it as day/month or day/month/year, such as 20/11.
misread-coming-past = I understood { $day }. Please give me a day from { $since } on.
misread-coming-far = I understood { $day }, which is more than three years away. The calendar goes three years ahead; please give me an earlier day.
misread-coming-long = That is more than { $most } days. Please enter it as several shorter holidays, or write the last day again.
refused-calendar-top = This calendar is shared by all units, so only staff of the unit at the top can change it. If it needs changing, please tell the level above.
