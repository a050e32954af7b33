### My data: see it, take it along, withdraw a consent, have it deleted (R61, R62).

my-data-act-ask =
    The union keeps about you:
    • Name: { $name }
    • Unit: { $unit }
    • Phone: { $phone }
    • Channels: { $channels }
    • Reports sent: { $reports }, drafts: { $drafts }, photos: { $photos }

    Your consents:
    { $consents }

    What would you like to do?
my-data-export = Download my data
my-data-spread = Change: sharing
my-data-publish = Change: publishing
my-data-profile = Change my details
my-data-delete = Delete my data

purpose-keep = Keeping records and contact
purpose-spread = Sharing within the union
purpose-publish = Press and Facebook
consent-yes = agreed
consent-no = not agreed

channel-telegram = Telegram
channel-zalo = Zalo
channel-zalo-bot = Zalo (assistant)
channel-zalo-oa = Zalo (the union's account)
channel-web = web page
channel-terminal = terminal

my-data-export-here = This is all your data, in one zip file.
my-data-consent-changed = Your wish is noted. { $purpose }: { $now }.

my-data-sure-ask =
    I will delete your name, unit, phone number, drafts and messages within a day. Reports that were sent stay on file under the rules for archives, with the author's name given then.

    Are you sure that you want this?
my-data-delete-yes = Yes, delete it
my-data-delete-no = Keep it
my-data-deleted = Your data is deleted. Thank you for having taken part. If you would like to join again, please read the notice below.
my-data-kept = Your data stays as it is.
