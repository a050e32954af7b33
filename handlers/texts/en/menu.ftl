### The menu, the help, and the messenger's own list of commands.

menu-act-ask = What would you like to do? You may also simply tell your achievement in one message.
menu-report = Report an achievement
menu-my-reports = See my reports
menu-drafts = Go on with a draft
menu-my-data = My data
menu-settings = Settings
menu-help = Help
menu-staff = Open staff work

# While joining, this stands before the question that waits.
help-joining = I am the Union Assistant, an automatic assistant, and I am helping you to join. After these few questions you can report an achievement at once. If you would rather ask a person, choose Talk to an officer.

help-act-ask =
    I am the Union Assistant, an automatic assistant. I ask short questions, one by one, so that you can report an initiative, a good practice, a good example, a work or a policy result, with photos; your unit's union will read it and answer.

    /baocao – report an achievement
    /baicuatoi – see what you sent
    /bannhap – go on with a draft
    /dulieu – your data
    /caidat – language, details, linking
    /lienket – enter a linking code
    /gapcanbo – an officer's name and phone
    /huy – stop what is going on
    /menu – back to the start

    What would you like to do next?

## Shown beside each command in the messenger's own menu

command-baocao = Report an achievement
command-baicuatoi = See the reports you sent
command-bannhap = Go on with a draft
command-trogiup = Help
command-gapcanbo = Talk to a union officer
command-caidat = Language, details, linking
command-dulieu = See, download or delete my data
command-huy = Stop what is going on
command-menu = Back to the start
