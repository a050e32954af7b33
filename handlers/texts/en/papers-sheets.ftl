### Lists in Excel, the zip of photos and PDF dossiers. The papers themselves are Vietnamese; these are here for completeness.

## Around a list

sheet-nation = SOCIALIST REPUBLIC OF VIỆT NAM
sheet-motto = Independence – Freedom – Happiness
sheet-footer = Page { $page }/{ $pages }
sheet-yes = x

## What the lists are called

paper-list-reports = List of reports
paper-list-nominations = List of nominations
paper-list-commendation = Statistics of commendation
paper-photos = Photos with their list
sheet-title-reports = LIST OF REPORTED ACHIEVEMENTS
sheet-title-nominations = LIST OF NOMINATIONS
sheet-title-commendation = STATISTICS OF COMMENDATION
sheet-year = Year { $year }
sheet-every-year = All years
sheet-tab = List

## Columns

sheet-place = No.
sheet-code = Code
sheet-title = Title
sheet-kind = Kind
sheet-theme = Theme
sheet-unit = Unit
sheet-above = Below
sheet-authors = Authors (share, class)
sheet-on-site = Directly on a site
sheet-first-use = In use since
sheet-money = Benefit (VND)
sheet-benefits = Other benefits
sheet-recognition = Recognition
sheet-state = State
sheet-sent = Sent
sheet-decided = Decided
sheet-file = File
sheet-subject = Collective or person
sheet-class = Class
sheet-commendation = Kind
sheet-award = Award
sheet-reports = Reports behind
sheet-overrides = Rules passed with a reason
sheet-votes = Votes in favour
sheet-result = Result
sheet-number = Decision no.
sheet-day = Decision day
sheet-authority = Authority
sheet-collectives = Collectives
sheet-persons = Persons
sheet-workers = Workers
sheet-officials = Officials
sheet-site-count = Directly on a site
sheet-sum = Total

## Results

sheet-proposed = Proposed
sheet-left-out = Left out
sheet-awarded = Awarded
sheet-refused = Refused
sheet-revoked = Revoked

## The list inside a zip of photos

zip-file = File
zip-mark = Before/after
zip-caption = Caption
zip-taken = Taken on
zip-lost = the photo is gone

## Dossiers in PDF

dossier-report-title = DOSSIER OF A REPORT
dossier-file-title = NOMINATION FILE
dossier-missing = Missing:
dossier-recipients = Recipients:
dossier-yes = Yes
dossier-sent-by = { $name }, { $day }
dossier-sent = Sent by
dossier-place = Place
dossier-document = Document
dossier-before = Before
dossier-solution = What was done
dossier-result = Result
dossier-benefits = Benefits
dossier-benefit = Kind
dossier-value = Value
dossier-confirmed = Confirmed
dossier-how = How it was worked out
dossier-authors = Authors
dossier-name = Name
dossier-share = Share (%)
dossier-photos = Photos
dossier-likes = Similar reports
dossier-other = Report
dossier-score = Score
dossier-verdict = Verdict
dossier-same = The same
dossier-improved = Improved
dossier-different = Different
dossier-unjudged = Not judged
dossier-history = History
dossier-day = Day
dossier-act = Act
dossier-who = Who, unit
dossier-note = Note
dossier-movement = Movement
dossier-opened = Opened by
dossier-file-about = About
dossier-nominees = Nominees ({ $count })
dossier-merits = Merits in brief
dossier-state-draft = Draft
dossier-state-sent = Sent
dossier-state-returned = Returned
dossier-state-council = With the council
dossier-state-decided = Decided
dossier-state-refused = Refused
dossier-council = Council meeting
dossier-acclaim = Acclaim by the collective
dossier-present = { $present } of { $members } members present, { $written } votes in writing
dossier-where = Place
dossier-there = Present
dossier-absent = Absent
dossier-against = Against
dossier-rate = Share
dossier-decisions = Decisions
dossier-signer = Signed by
dossier-wording = Wording of the certificate
dossier-work = { $number }. { $code }: { $title }
