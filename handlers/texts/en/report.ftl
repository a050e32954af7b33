### Reporting an achievement: a short form, then what is offered and never forced.
### $kind: initiative, model, exemplar (a person or a collective), work, policy, or "-" while not known.

movement-which-ask = Several emulation movements are running. Which one does your achievement belong to?

report-kind-ask =
    What kind of achievement would you like to report?

    { $kinds }
report-kind-label = Kind

# A story told out of the blue began the report.
story-kept = I have kept what you told me under “What was done”. A few short questions more.
report-unit-ask = Which unit does this achievement belong to? Please choose, or type part of the unit's name, with or without accents.
report-unit-example = song van
report-unit-label = Unit

## The short form

report-subject-ask = Who sets the good example: which person or team? Please ask them first.
report-subject-example = Ms Trần Thị Ngọc Ánh, nurse in the surgical ward
report-subject-label = Person or team

report-title-ask =
    { $kind ->
        [initiative] What is your initiative called? One short line is enough.
        [model] What is this practice called? One short line is enough.
        [work] What is this work or product called? One short line is enough.
        [policy] What is this policy or supervision called? One short line is enough.
       *[other] What would you call this achievement? One short line is enough.
    }
report-title-example =
    { $kind ->
        [model] Protective clothing used again
        [work] A footbridge over the canal for workers
        [policy] Night-shift allowance for tunnel workers
       *[other] A rotating jig for welding the steel cages of bored piles
    }
report-title-label = Title

report-before-ask =
    { $kind ->
        [initiative] How was the work done before, and what was difficult?
        [work] What was it like before this work or product?
       *[other] What was it like before?
    }
report-before-example =
    { $kind ->
        [model] People who left gave back good protective clothing, yet new sets were bought all the time.
        [work] In the rainy season workers walked 3 km around to the workshop.
       *[other] 6 workers turned the steel cage with crowbars, 5 hours a cage, and hands got hurt.
    }
report-before-label = Before

report-solution-ask =
    { $kind ->
        [initiative] What did you do, and how?
        [model] What did your unit do, and how?
        [exemplar] What good did this person or team do? A few sentences are enough.
        [work] What is special about this work or product, and how was it made?
        [policy] What is this result, in short?
       *[other] What did you do, and how?
    }
report-solution-example =
    { $kind ->
        [model] Collect, wash, sort into 3 grades; whoever needs a set borrows it by QR code.
        [exemplar] Swam out three times to save people in the flood; gives blood every month.
        [work] The team welded the frame from left-over steel, after hours, in 10 days.
        [policy] The company pays 30 % more for night shifts in the tunnel; it stands in the collective agreement.
       *[other] A jig made of old wheelbarrow rims and a gearbox: one person presses a button, the welder works in a flat position.
    }
report-solution-label = What was done

report-result-ask =
    { $kind ->
        [exemplar] What came of it? Figures are welcome.
        [policy] What do workers gain from it? Figures are welcome.
       *[other] What is the result? Figures are welcome, rough ones too.
    }
report-result-example =
    { $kind ->
        [model] 310 sets used again each year: 130.2 million đồng saved.
        [exemplar] 4 people saved; the team followed the example, 12 now give blood.
        [work] 200 workers have a way that is 3 km shorter; finished 5 days early.
        [policy] 85 tunnel workers earn about 1.2 million đồng more a month.
       *[other] 3 workers and 3 hours a cage; 210 cages saved 4,410 working hours, with no accident.
    }
report-result-label = Result

report-place-ask =
    { $kind ->
        [exemplar] Where did it happen?
        [work] Where is this work or product?
       *[other] Where is it in use?
    }
report-place-example =
    { $kind ->
        [exemplar] The workers' lodgings near gate B
       *[other] The steel yard of the Sông Vân bridge site
    }
report-place-label = Place

report-first-use-ask =
    { $kind ->
        [work] Since when has it been finished or in use? The month is enough.
       *[other] Since when has it been in use? The month is enough.
    }
report-first-use-example = 15/3/2026, tháng 3/2026 (a month) or quý IV/2025 (a quarter)
report-first-use-label = In use since

report-document-no-ask = What is the number of the document, as printed on it?
report-document-no-example = 12/TB-CĐCS
report-document-no-label = Document number

report-document-date-ask = On which day was the document signed?
report-document-date-example = 15/3/2026
report-document-date-label = Document date

report-photos-ask =
    { $count ->
        [0] { $kind ->
            [exemplar] Please send photos of it, 10 at most. When all are sent, please choose That is all. The place is removed from photos; please send none of identity papers.
           *[other] Please send 1 to 10 photos, best of before and after. When all are sent, please choose That is all. The place is removed from photos; please send none of identity papers.
        }
       *[other] Please send more photos, or choose That is all.
    }
report-photos-label = Photos

report-photos-before-ask = Which photos were taken before the change? They are numbered in the order you sent them; please choose them and then Done.
report-photos-before-example = 1, 3
report-photos-before-label = Photos from before

## Offered afterwards

report-theme-ask = Which field is this achievement closest to? If you are not sure, please choose Not sure, and a union officer will decide.
report-theme-label = Field
theme-unknown = Not sure

report-authorship-ask = Whose achievement is this?
report-authorship-label = Author
authorship-self = Mine
authorship-other = Another person's
authorship-several = Several people's
authorship-collective = A team's

report-author-name-ask = What is that person's full name?
report-author-name-example = Nguyễn Văn Thắng
report-author-name-label = Author's name
report-author-class-ask = Which group does that person belong to?
report-author-class-label = Author's group
report-authors-ask = Who are the authors, and what share did each have, 100 % together? If there are no shares yet, the names are enough.
report-authors-example = Phạm Thị Thu Hà 60 %, Đỗ Minh Quân 40 %
report-authors-label = Authors
report-author-agrees-ask = Have the people you named agreed that you report this?
agreed-yes = They agree
agreed-no = Not yet
report-collective-name-ask = What is the team called?
report-collective-name-example = Union group of construction team 3
report-collective-name-label = Team

report-benefits-ask = Which benefits of this achievement can be measured? Please choose one or more, then Done.
report-benefits-label = Measured benefits
report-benefit-ask =
    { $label }: how much did you measure? The usual unit is { $unit }; another one will do too.
    Example: { $sample }
report-benefit-money-ask = How much money did this achievement save or earn?
report-benefit-money-example = 180tr (million), 1,5 tỷ (billion) or 180.450.000
report-benefit-how-ask = How did you work out these figures?
report-benefit-how-example = 21 working hours saved a cage × 210 cages = 4,410 hours; × 45,000 đồng = 198.45 million đồng
report-benefit-how-label = How it was measured

report-slogans-ask = Which of the “5 bests” and “3 savings” does this achievement serve? Please choose one or more, then Done.
report-slogans-label = 5 bests, 3 savings

report-recognition-ask = Has this achievement been recognised by an authority?
report-recognition-label = Recognition
recognition-none = Not asked for yet
recognition-pending = Being considered
recognition-recognised = Recognised
report-recognition-level-ask = Which level recognised it?
report-recognition-level-label = Level of recognition
report-recognition-document-ask = What are the number and date of the decision that recognised it?
report-recognition-document-example = 125/QĐ-CĐ, 10/6/2026
report-recognition-document-label = Decision

## Before sending, and after

report-send-ask =
    Thank you, that is all I need. Please look it over:

    { $summary }

    Would you like to send it now, or change or add something?
report-send-edit-ask = Which answer would you like to change?
report-send-more-ask = What would you like to add? All of these are optional.

receipt =
    Thank you! The union received your report “{ $title }” on { $day }.
    Its code: { $code }

    Your unit's union will read it and answer you. You can follow it and add photos or details at any time in /baicuatoi.
