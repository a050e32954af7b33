### Joining: who we are, the privacy notice (R59, R64, R66), the consents one by one, then unit, name, class and phone.

welcome =
    Good day. I am the Union Assistant, an automatic assistant that helps you report what you achieved at work, with photos, in a few minutes.

    Before we begin, please read these few lines about your personal data. If you have joined on another channel, type /lienket.
start-link-unit =
    Good day. I am the Union Assistant, an automatic assistant that helps you report what you achieved at work, with photos, in a few minutes. The code you used belongs to { $name }.

    Before we begin, please read these few lines about your personal data.
welcome-back = Hello { $name }. This is the Union Assistant; good to see you again.
join-first = This is for people who have joined. Please join first; it takes about a minute.

privacy-notice =
    YOUR PERSONAL DATA

    • What is kept: your name, unit, working group, phone number (if you give it), your reports and photos. The place a photo was taken at is removed from it. I do not ask about ethnicity, religion, party or home.
    • What for: to keep a record of your achievements and to contact you.
    • Who sees it: union officers of your unit and of the levels above it.
    • Asked apart: sharing within the union; publishing in the press and on Facebook. If you refuse these two, you take part all the same.
    • Your rights: type /dulieu at any time to see, download, correct or delete your data or to withdraw a consent. Reports that were sent stay on file under the rules for archives.
    • Messengers: Telegram and Zalo are outside services (Telegram's servers are abroad) and keep messages on their side too. The chat page on the web is the union's own.
    • Please send no photos of identity cards or papers, and ask the people who are in a photo.
join-keep-ask =
    { $notice }

    Do you agree that the union keeps this information, to record your achievements and to contact you?
join-spread-ask = Do you agree that the union shows your reports and photos to other units within the union, to learn from them? If not, you take part all the same.
join-publish-ask = Do you agree that the union publishes your reports and photos in the press, on its website and on its Facebook page? If not, you take part all the same.

join-unit-ask = Which unit do you work in? Please type part of its name, with or without accents, or choose it from the list.
join-unit-example = song van
join-unit-label = Unit
join-name-ask = What is your full name?
join-name-example = Nguyễn Văn Thắng
join-name-label = Full name
join-author-class-ask = Which group do you belong to? It decides which criteria count for you.
join-author-class-label = Working group
join-phone-ask = What is your phone number, so that a union officer can reach you when needed? This one is optional.
join-phone-example = 0900 000 001
join-phone-label = Phone number
phone-share = Send my number

join-done = Thank you { $name }, you have joined.

join-save-ask =
    Your details are:

    { $summary }

    Which one would you like to change? If all is right, please choose Save.
profile-saved = Your details are saved.
