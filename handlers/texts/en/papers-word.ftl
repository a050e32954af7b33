### Word papers (R31, R42–R44, R49, R58): their names, the words that stand between the records, and what is missing.
### The papers themselves are Vietnamese; these are for those who ask for them in English.

## What they are called

paper-petition = Petition for commendation
paper-merit-individual-overall = Report of a person's merits
paper-merit-individual-thematic = Report of a person's merits, thematic
paper-merit-individual-ad-hoc = Report of a person's merits, ad hoc
paper-merit-collective-overall = Report of a collective's merits
paper-merit-collective-thematic = Report of a collective's merits, thematic
paper-merit-collective-ad-hoc = Report of a collective's merits, ad hoc
paper-initiative-application = Application for recognition of an initiative
paper-initiative-report = Report of an initiative
paper-model-report = Report of a good practice
paper-minutes = Minutes of a meeting

## Around the matter

# On every page, until a human signs.
paper-draft = DRAFT – to be signed
paper-dots = ……………………
# $day, $month: with a zero where the rules ask for one; $year.
paper-day = { $day }/{ $month }/{ $year }
# $place: "Ninh Bình"; $day: as above.
paper-place-day = { $place }, { $day }
# $sign: "TTr"; $unit: "LĐLĐ".
paper-number = No. ……/{ $sign }-{ $unit }
paper-as-above = As above
paper-archive = Archive.
paper-for-whom = For ……………………
paper-office = ……………………
paper-photo-before = Before
paper-photo-after = After

## Of a report

# $unit: whose council it is.
paper-initiative-council = Initiative council of { $unit }
paper-confirmed = confirmed
paper-own-figure = own figure
# $level: "grassroots level"; $document: number and day.
paper-recognised = recognised at { $level }, document { $document }
paper-recognition-pending = recognition pending
paper-recognition-none = recognition not asked for

## Of a nomination file

paper-ask-direct = to consider and decide
# $authority: who decides.
paper-ask-through = to consider and submit to { $authority }
# $kind: "thematic"; $year.
paper-petition-about = Proposal for { $kind } commendation in { $year }
# $unit: whose council or collective met.
paper-minutes-about = Meeting of the Emulation and Commendation Council of { $unit }
paper-acclaim-about = Acclaim at { $unit }
paper-council = the Emulation and Commendation Council of { $unit }
paper-collective = the collective of { $unit }
# $sex: male or female.
paper-sex =
    { $sex ->
        [male] Male
        [female] Female
       *[other] { $sex }
    }
# $number: of the decision; $day; $authority: who decided.
paper-decision = Decision { $number } of { $day } by { $authority }
paper-vote-enough = Carried
paper-vote-short = Not carried

## What is missing: short, without blame; who can say it is asked with one tap

# $unit: whose papers they are.
paper-lacks-signatory = who signs the papers of { $unit }
# $code: of the report.
paper-lacks-before = { $code }: how things were before
paper-lacks-solution = { $code }: the solution
paper-lacks-result = { $code }: the result, with figures
paper-lacks-place = { $code }: where it is used
paper-lacks-first-use = { $code }: the day of first use
paper-lacks-photos = { $code }: photos
paper-lacks-theme = { $code }: the theme
paper-lacks-shares = { $code }: each author's share
# $total: what the shares come to.
paper-lacks-whole-shares = { $code }: the authors' shares come to { $total } %, they should be 100 %
paper-lacks-authors = birth dates, posts and qualifications of the authors (written when the application is signed)
paper-lacks-nominees = collectives or persons to be honoured
# $name: of the nominee.
paper-lacks-merits = { $name }: a summary of merits
paper-lacks-birth-date = { $name }: birth date
paper-lacks-sex = { $name }: sex
paper-lacks-home = { $name }: home town
paper-lacks-post = { $name }: post
paper-lacks-qualification = { $name }: qualification
paper-lacks-duties = { $name }: duties
paper-lacks-setup = { $name }: how it is set up
paper-lacks-headcount = { $name }: headcount
paper-lacks-women = { $name }: number of women
paper-lacks-vote = { $name }: votes
paper-lacks-meeting-place = where the meeting was held
paper-lacks-chair = who chaired the meeting
paper-lacks-secretary = the secretary of the meeting
paper-lacks-minutes = what was said at the meeting
