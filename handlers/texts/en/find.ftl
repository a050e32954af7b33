### Looking for reports.

find-words-ask = Which report are you looking for? Type a few words of its title or text, with or without accents, or its code.
find-words-example = bộ gá hàn
# $words: what was looked for, cut short; $count: reports found; $many: yes when there may be more than are listed.
find-which-ask =
    { $many ->
        [yes] Very many reports have “{ $words }”; here are the { $count } that fit best. Add a word to narrow it down, or choose a report.
       *[no]
            { $count ->
                [0] Among the reports you may see I found none with “{ $words }”. Please try fewer words, or others.
                [1] I found one report with “{ $words }”. Would you like to see it? To look for another, type other words.
               *[other] I found { $count } reports with “{ $words }”, the best fit first. Which one would you like to see? To look for another, type other words.
            }
    }
# A button. $title and $unit are cut short.
find-line = { $code } · { $title } · { $unit }
# A button of the staff's menu.
staff-find = Find a report
