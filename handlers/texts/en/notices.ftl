### /nhantin: when one is written to, and about what.

notices-act-ask =
    I write to you first at { $hour }, and keep quiet during { $quiet }. When you write, I answer at any hour.

    { $lines }

    What would you like to change?
notices-hour = Change the hour
notices-quiet = Change the quiet hours
notices-line =
    { $on ->
        [no] • { $name }: off
       *[yes] • { $name }: on
    }
notices-off = Turn off: { $name }
notices-on = Turn on: { $name }
notices-kind =
    { $what ->
        [draft] Unfinished reports
        [steps] News of sent reports
        [new-reports] New reports
        [files] Nomination files
        [deadline] Deadline reminders
        [unreachable] People out of reach
        [digest-daily] Daily digest
        [digest-weekly] Weekly digest
        [digest-monthly] Monthly digest
       *[broadcast] Announcements
    }

notices-hour-ask = At what hour would you like to be written to? The common hour is { $hour }.
notices-hour-example = 6:45, 17:00, 5 pm
notices-quiet-ask = From when to when should I keep quiet? If you work shifts, choose the hours you sleep. The common hours are { $quiet }.
notices-quiet-example = 22:00-6:00
notices-house = Use the common hours

notices-hour-set = From now on I write to you at { $hour }.
notices-quiet-set = From now on I do not write first during { $quiet }. What is scheduled comes at { $hour }.
notices-now-off = { $name }: off. You can turn it on here again at any time.
notices-now-off-duty = I have noted that you turned this off: { $name }. It belongs to your duties, so I still have to write, and will say that you turned it off.
notices-now-on = { $name }: on.

misread-hour = I could not read the hour. Please write it like 6:45, 17:00 or 5 pm.
misread-span = I could not read the hours. Please write when they begin and end, such as 22:00-6:00.
misread-span-long = I understood { $span }, which is nearly the whole day. Please leave at least { $least } hours a day in which I may write.
refused-hour-quiet = { $hour } lies within your quiet hours ({ $quiet }). Please give me another hour, or go back and change the quiet hours first.
