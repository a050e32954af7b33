"""My data: see it, take it along, withdraw a consent, have it deleted (R61, R62, R64)."""

from __future__ import annotations

from handlers.channels import named
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Say, Session, Step
from handlers.join import PURPOSES, open_profile
from handlers.steps import Choice
from handlers.words import Outgoing
from storage import my_data, people, units
from storage.vietnamese import show_phone

ACTS = ("export", "spread", "publish", "profile", "delete")


def form(desk: Desk, session: Session) -> Form:
    sure = (Item("yes", "my-data-delete-yes"), Item("no", "my-data-delete-no"))
    steps = (
        Step("act", Choice(tuple(Item(act, f"my-data-{act}") for act in ACTS)), query="mine"),
        Step("sure", Choice(sure), when=lambda answers: answers.get("act") == "delete"),
    )
    return Form("my-data", steps)


def mine(desk: Desk, session: Session) -> Offering:
    person = desk.person
    phone = people.phone_of(desk.db, person.id)
    given = people.consents_of(desk.db, person.id)
    consents = [
        f"{desk.say(f'purpose-{purpose}')}: {desk.say('consent-yes' if given.get(purpose) else 'consent-no')}"
        for purpose in PURPOSES
    ]
    counted = my_data.counts(desk.db, person.id)
    args = {
        "name": person.name,
        "unit": units.name_of(desk.db, person.unit_id, desk.today) if person.unit_id else "–",
        "phone": show_phone(phone) if phone else "–",
        "channels": ", ".join(
            sorted(named(desk, {place[0] for place in people.addresses_of(desk.db, person.id)}).values())
        ),
        "consents": "\n".join(f"• {line}" for line in consents),
        **counted,
    }
    return Offering(args=args)


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers["act"]
    again = Session(form="my-data")
    match act:
        case "export":
            my_data.note_request(desk.db, desk.person.id, "export", desk.now)
            file = Outgoing(
                desk.say("my-data-export-here"), file=f"paper:my_data:{desk.person.id}", file_name="du-lieu-cua-toi.zip"
            )
            return Finish(next=again, messages=(file,))
        case "spread" | "publish":
            given = not people.consents_of(desk.db, desk.person.id).get(act, False)
            mark = people.notice_hash(desk.say("privacy-notice"))
            people.log_consent(
                desk.db,
                desk.person.id,
                {act: given},
                notice=mark,
                language=desk.person.language,
                channel=desk.channel,
                now=desk.now,
            )
            if not given:
                my_data.note_request(desk.db, desk.person.id, "withdraw", desk.now)
            return Finish(
                (
                    Say(
                        "my-data-consent-changed",
                        {
                            "purpose": desk.say(f"purpose-{act}"),
                            "now": desk.say("consent-yes" if given else "consent-no"),
                        },
                    ),
                ),
                again,
            )
        case "profile":
            return Finish(next=open_profile(desk))
        case _ if session.answers.get("sure") == "yes":
            my_data.note_request(desk.db, desk.person.id, "delete", desk.now)
            desk.loose_media.extend(my_data.forget(desk.db, desk.person.id, desk.now))
            desk.person = people.renamed(desk.person, joined=False, name="", unit_id=None)
            return Finish((Say("my-data-deleted"),), Session(form="join"))
        case _:
            return Finish((Say("my-data-kept"),), again)


MY_DATA = Conversation("my-data", form, finish, queries={"mine": mine})
