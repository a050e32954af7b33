### What the clock says about deadlines and unfinished reports, and the table of `./run due`.
### The days left are always counted on the day the message goes out.

# $title: what is owed, as deadline-title; $day: "20/11/2026"; $left: reminder-left or reminder-late.
reminder-deadline =
    A reminder about the date below.
    { $title }
    Due: { $day }, { $left }.
# $days: 0 on the day itself.
reminder-left =
    { $days ->
        [0] today is the last day
        [one] { $days } day left
       *[other] { $days } days left
    }
reminder-late =
    { $days ->
        [one] { $days } day past the date
       *[other] { $days } days past the date
    }
# $lines: a reminder-unit, or to the level above a reminder-above-… each; $count: number of units.
reminder-units =
    { $count ->
        [1] Not marked as handed in yet:
       *[other] { $count } units are not marked as handed in yet:
    }
    { $lines }
reminder-unit = • { $unit }
reminder-more =
    { $count ->
        [one] • and { $count } more unit
       *[other] • and { $count } more units
    }
reminder-if-done =
    { $count ->
        [1] If it has been handed in, thank you. Please choose Mark as handed in or type /nophoso, and I will stop reminding you.
       *[other] For those that have handed in, please choose See the dates or type /nophoso to mark them, and I will stop reminding you of them. Thank you.
    }
# The last line, when the person switched these reminders off.
reminder-muted-but-duty = You switched this kind of message off. It concerns a duty you hold, so it still comes; thank you for understanding.

## The date was changed after somebody was told the old one

# $old: the date they were told.
reminder-moved =
    The date has changed from { $old } to { $day }.
    { $title }
    New date: { $day }, { $left }.
# $day: the date they were told.
reminder-withdrawn =
    The date { $day } no longer applies.
    { $title }
    There is nothing to prepare for it any more.
# It had been called off, and holds again.
reminder-back =
    The date below applies again.
    { $title }
    Due: { $day }, { $left }.

## To the level above

reminder-above =
    How things stand with a date.
    { $title }
    Due: { $day }, { $left }.
# $times: reminder-times, comma-separated.
reminder-above-unit = • { $unit }: reminded { $times }
reminder-above-nobody = • { $unit }: nobody could be reminded
# $name: the officer; $times: how often.
reminder-times =
    { $times ->
        [one] { $name } once
       *[other] { $name } { $times } times
    }
reminder-above-end = They may have handed in without marking it. Please ask them, and help where you can.

## Buttons

reminder-mark-done = Mark as handed in
reminder-see-all = See the dates
nudge-resume = Go on writing

## An unfinished report, once

# $title: the draft's title in quotation marks, or nudge-untitled.
nudge-one = Thank you for starting to tell what you achieved. Your report { $title } is not finished; all of it is kept. Go on whenever it suits you.
nudge-untitled = without a title
nudge-several = Thank you for starting to tell what you achieved. You have { $count } unfinished reports; all of them are kept. Go on whenever it suits you.

## ./run due: what would go out, to whom and why

# $since, $until: "13/11/2026 08:00".
due-heading = What would go out from { $since } to { $until } (nothing is sent):
due-nothing = Nothing would go out.
due-examples = Examples, not in force (what they would send if adopted):
due-day = { $weekday } { $day }
# $number: ISO weekday.
due-weekday =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
# $hour: "08:00"; $who: due-person or due-nobody; $why: one of due-why-…
due-line = { $hour } · { $who } · { $why }
# $roles: "Reviewer, CĐCS …", may be several.
due-person = { $name } ({ $roles })
due-nobody = nobody to remind
# $title: as deadline-title; $day: the due date.
due-about = { $title } (due { $day })
# $units: names, comma-separated.
due-units = units ({ $count }): { $units }
due-more = { $units } and { $count } more
due-why-lead =
    { $days ->
        [0] the last day
        [one] { $days } day before
       *[other] { $days } days before
    }
due-why-overdue =
    { $days ->
        [one] { $days } day after
       *[other] { $days } days after
    }
due-why-above =
    { $days ->
        [one] the level above, { $days } day after
       *[other] the level above, { $days } days after
    }
# $old: the date they were told, may be empty.
due-why-moved = the date has changed, told before: { $old }
due-why-withdrawn = the date no longer applies, told before: { $old }
due-why-back = the date applies again
due-why-draft = an unfinished report, once
# $unit: where it looks from.
due-why-stuck = reminds of { $count } reports that wait
due-why-stuck-above = tells the level above of { $count } overdue at { $unit }
due-why-returned = reminds the author of { $count } returned reports
due-why-digest =
    { $kind ->
        [digest-daily] daily digest
        [digest-weekly] weekly digest
       *[digest-monthly] monthly digest
    } of { $unit }, if there is anything to tell
# Stands behind the reason. $day: when it was to be said.
due-late = { $why }, late, meant for { $day }
due-muted-but-duty = { $why }, switched off by the person, but it is their duty
due-muted = { $why }, not sent, switched off by the person
# $steps: one of due-why-… each, comma-separated.
due-folded = folded into this one: { $steps }
due-skipped = skipped, too late to be of use: { $steps }
