### Digests (R26, R27): the message and its picture, and /bantin, where every figure opens to the reports behind it.

## What a digest is called

digest-daily = Daily digest
digest-weekly = Weekly digest
digest-monthly = Monthly digest
digest-asked = Figures up to now
# $heading: one of the names above; $unit: whom it is about.
digest-title = { $heading } · { $unit }
# Several units. $name: the first; $count: how many others.
digest-places =
    { $count ->
        [one] { $name } and { $count } other unit
       *[other] { $name } and { $count } other units
    }
# $from, $to: "08:00"; $since, $until: "22/11/2026".
digest-span = from { $from } on { $since } to { $to } on { $until }
# The same on one line of the picture.
digest-span-short = { $from } { $since } – { $to } { $until }

## What a figure counts

digest-new = New reports
digest-this-week = This week
digest-last-week = Last week
digest-waiting = Waiting
digest-stuck = Overdue below
digest-others = Other units
# A week by its Monday. $day: "16/11".
digest-week = Week of { $day }
digest-no-theme = No theme chosen

## The picture

digest-units-title = New reports by unit
# $count: number of weeks.
digest-weeks-title = Reports sent in the last { $count } weeks
digest-themes-title = New reports by theme
# $count: how many wait; $day: since when the first one does.
digest-waiting-since =
    { $count ->
        [one] { $count } report waits to be read, sent on { $day }.
       *[other] { $count } reports wait to be read, the oldest sent on { $day }.
    }
digest-foot = Báo Công · as of { $time } on { $day }

## The same in words

# $count: new reports; $span: a digest-span.
digest-line-new =
    { $count ->
        [0] • No new reports { $span }
        [one] • { $count } new report { $span }
       *[other] • { $count } new reports { $span }
    }
# In lists. $name: a unit, a theme, a kind; $value: how many.
digest-item = { $name }: { $value }
# What a list does not name. $value: how many.
digest-rest = other: { $value }
# $items: digest-item's.
digest-line-units = • By unit: { $items }
# $now, $before: this week and the last; $month: the last four.
digest-line-weeks = • This week { $now }, last week { $before }, the last four weeks { $month }
digest-line-themes = • By theme: { $items }
# $slogans: digest-item's, or "none".
digest-line-kinds =
    { $slogans ->
        [none] • By kind: { $items }
       *[other] • By kind: { $items }. By slogan: { $slogans }
    }
digest-nothing-waits = Nothing waits to be read.
digest-stuck-below =
    { $count ->
        [one] One report is overdue below you; you may review it in the unit's place.
       *[other] { $count } reports are overdue below you; you may review them in the units' place.
    }

## Buttons under it

# $code: "SK-2026-0147".
digest-open-report = Xem { $code }
digest-open-figures = Open each figure

## /bantin

# $count: how many digests there are.
digest-which-ask =
    { $count ->
        [0] There are no digests of your unit yet. Would you like the figures up to now?
       *[other] Which digest would you like to see?
    }
digest-now = Show the figures up to now
digest-now-begun = I am counting the figures up to now; they come here when they are done.
# A button. $day: the day of the digest.
digest-listed = { $day } · { $heading } · { $unit }
# $count: figures that have reports behind them.
digest-figure-ask =
    { $count ->
        [0] { $heading } of { $unit }, { $span }: no reports. Would you like to see another digest?
       *[other] { $heading } of { $unit }, { $span }. Which figure would you like to open?
    }
# A button. $name: what is counted.
digest-figure = { $name }: { $value }
digest-list = Show another digest
# $name: what is counted; $count: how many reports.
digest-report-ask = { $name }: { $count } when the digest was made. Which report would you like to see?
