### Roles of staff (R21): one's own, taking one by a code, giving and taking back, and the staff's own menu.

## What each role is called, and what it may do (stands after "this role")

role-reviewer = Reviewer
role-standing = Emulation standing officer
role-publicity = Publicity officer
role-council = Emulation and rewards council member
role-leader = Union leader
role-admin = Administrator
may-reviewer = may review and judge reports, register subjects, open nomination files, make papers, see digests, mark a unit's papers as handed in, and follow what did not arrive
may-standing = may do all that a reviewer may, enter council meetings and decisions, close a year, set deadlines, change the calendar and send announcements
may-publicity = may send announcements to members and workers
may-council = may see and judge reports, enter council meetings, make papers, and see the monthly digest
may-leader = may see reports, register subjects, open nomination files, make papers, see the weekly and monthly digests, and mark a unit's papers as handed in
may-admin = may invite staff, take roles back, keep signatories and recipients, change the calendar and follow what did not arrive

role-since = since { $since }, with no end date
role-span = from { $since } until { $until }

## /vaitro: one's own roles

roles-line = • { $role }, { $unit } ({ $span }): { $may }.
roles-held =
    Your roles today, for the unit named and those below it:
    { $lines }
roles-none = You hold no staff role at present. Roles are given by an invitation code from your union's administrator. You can report achievements as every member does.
roles-offer = You are invited to be { $role } at { $unit }, { $span }. This role { $may }.
roles-act-ask =
    { $roles }

    { $count ->
        [0] What would you like to do next?
       *[other] Would you like to take this role?
    }
roles-code = Enter an invitation code
roles-staff = Open staff work
roles-accept = Take this role
roles-decline = Decline
roles-code-ask = What is the invitation code of 8 letters and digits?
roles-code-example = ABCD-2345
roles-accepted = Thank you for accepting. From now on you are { $role } at { $unit }. Whenever you need it, type /canbo.
roles-declined = I have noted that you do not take this role. Thank you for answering.

refused-invitation = I could not open this invitation code: it may be mistyped, used, older than 7 days, or taken back. Please check it, or ask whoever invited you for a new one.
refused-invitation-tries = You have entered several codes that I could not open. To be safe, please try again in an hour, or ask whoever invited you for a new one.

## /moi: inviting

invite-which-ask =
    { $count ->
        [0] Nobody holds a role in the units you administer. Would you like to invite somebody?
        [one] One role is held in the units you administer. Would you like to invite somebody, or to see it?
       *[other] { $count } roles are held in the units you administer. Would you like to invite somebody, or to see one of them?
    }
invite-new = Invite somebody
invite-line = { $name } · { $role } · { $unit }
invite-role-ask =
    Which role would you like to give?
    { $roles }
invite-role-label = Role
invite-unit-ask = For which unit? The role also covers the units below it. Please type part of the unit's name, or choose from the list.
invite-unit-label = Unit
invite-until-ask = Until which day? Please type the last day, or choose below.
invite-until-example = 31/12/2027
invite-until-label = Last day
until-open = No end date
until-year = End of this year
misread-until = I could not read the day, or it has passed, or it is more than ten years away. Please write it as day/month/year, such as 31/12/2027.
invite-save-ask =
    Your invitation:

    { $summary }

    If all is right, please choose Make the code.
summary-invite = Make the code
invite-made =
    Invitation code: { $code }
    { $role }, { $unit }

    The person you invite writes to the Union Assistant: /vaitro { $code }

    The code works once, until { $day }. The invitation belongs to whoever opens it first, so please give the code only to the person you mean.
invite-link = Or they open this link in Telegram: { $link }

## Taking a role back

take-back-act-ask =
    { $name }: { $role }
    • Unit: { $unit }
    • Time: { $span }

    What would you like to do with this role?
take-back-take = Take this role back
take-back-list = See another role
take-back-sure-ask = Are you sure that you want to take this role back? Whoever holds it cannot use it any more from this moment on.
take-back-yes = Take it back
take-back-no = Leave it
take-back-done = I have taken back the role of { $role } at { $unit } from { $name }.
take-back-kept = That role stays as it is.
refused-role-gone = That role has ended or was taken back.
refused-last-admin = This is your own only administrator role, so I have not taken it back: you would lock yourself out. Another administrator can take it back when needed.

## /canbo: the staff's own menu

staff-act-ask =
    { $count ->
        [0] This is for union staff with a role. You hold none yet; your union's administrator gives roles by an invitation code. When you have one, please type /vaitro and enter it. What would you like to do next?
       *[other] This is what you can do today. Which one would you like?
    }
staff-review = Review reports
staff-checklist = See criteria
staff-judging = Judge reports
staff-digest = See the digest
staff-coming = See coming deadlines
staff-submission = Mark as handed in
staff-deadlines = Set deadlines
staff-broadcast = Send an announcement
staff-delivery = See what did not arrive
staff-invite = Invite staff
staff-calendar = Change the calendar
staff-roles = See my roles
