"""Roles in the talk: inviting, taking a role by a code, taking it back, and the staff's own menu (R21, R45, R78)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.channels.gateway import Limits
from handlers import menu, staff
from handlers.invite import made
from storage import grants, invitations, roles
from storage.tables import Address, Audit, Draft, Grant, Invitation, Person, Unit, of
from tests.talk import ANSWERS, TEXTS, Room, Talk, filled, joined

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
POOREST = Limits(text=2000, buttons=False, photos=False, files=False)
RICH = Limits()
CHANNELS = pytest.mark.parametrize("limits", [RICH, POOREST], ids=["buttons", "typed"])
SONG_VAN, THIEN_HA = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]", "CĐCS Công ty TNHH May Thiên Hà [MẪU]"
NOBODYS = "ABCD-2345"
FIGURES = re.compile(r"\d+")  # of messages still waiting to leave: one more with each reply


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def appoint(room: Room, talk: Talk, role: str, unit: str, **more: Any) -> int:
    more = {"since": date(2026, 1, 1), "until": None, "by": None, "now": room.now, **more}
    with room.store.write() as db:
        return grants.grant(db, owner(room, talk.address), role, room.unit(unit), **more)


def owner(room: Room, address: str) -> int:
    (row,) = room.rows(Address, address=address)
    number: int = row["person_id"]
    return number


def member(room: Room, address: str, name: str, **more: Any) -> Talk:
    return joined(Talk(room, address=address, **more), name=name)


def admin_of(room: Room, unit: str = "nb", **more: Any) -> Talk:
    talk = member(room, "1", "Đinh Thị Bình", **more)
    appoint(room, talk, "admin", unit)
    return talk


def code_in(talk: Talk) -> str:
    found = CODE.search(talk.text)
    assert found is not None, talk.text
    return found[0]


def invited(room: Room, role: str = "reviewer", unit: str = "cdcs-may-thien-ha", **more: Any) -> str:
    more = {"since": room.now.date(), "until": None, "by": None, "now": room.now, **more}
    with room.store.write() as db:
        return invitations.invite(db, role, room.unit(unit), **more)


def held(room: Room, address: str) -> list[tuple[str, int]]:
    """(role, unit) of what somebody holds now."""
    with room.store.read() as db:
        found = roles.grants_of(db, owner(room, address), room.now.date())
    return [(each.role, each.unit_id) for each in found]


def joins(talk: Talk, unit: str = "Xây lắp Sông Vân") -> Talk:
    """From the first question of joining to its end, by numbers and words only."""
    return talk.says("1", "1", "2", unit, "Lê Văn Tám", "2", say("way-skip"))


# --- a whole life of a role ---------------------------------------------------------------------------------------------


@CHANNELS
def test_a_role_is_offered_taken_used_and_taken_back_r21(room: Room, limits: Limits) -> None:
    admin = admin_of(room, limits=limits).says("/moi").hears("invite-which-ask", count=1)
    admin.taps(say("invite-new")).taps(say("role-reviewer")).says("may thien ha")
    admin.taps(say("until-year")).hears_words("Cán bộ xét duyệt", THIEN_HA, "31/12/2026")
    admin.taps(say("summary-invite"))
    code = code_in(admin)
    admin.hears("invite-made", code=code, role=say("role-reviewer"), unit=THIEN_HA, day="29/11/2026")

    officer = member(room, "2", "Lê Văn Tám", limits=limits)
    officer.says("/vaitro").hears("roles-none").taps(say("roles-code")).hears("roles-code-ask").says(code)
    officer.hears(
        "roles-offer",
        role=say("role-reviewer"),
        unit=THIEN_HA,
        span=say("role-span", since="22/11/2026", until="31/12/2026"),
        may=say("may-reviewer"),
    )
    assert held(room, "2") == []
    officer.taps(say("roles-accept")).hears("roles-accepted", role=say("role-reviewer"), unit=THIEN_HA)
    assert held(room, "2") == [("reviewer", room.unit("cdcs-may-thien-ha"))]
    officer.says("/vaitro").hears_words(f"• Cán bộ xét duyệt, {THIEN_HA} (từ 22/11/2026 đến hết 31/12/2026)")

    admin.says("/moi").says("3").hears_words("Lê Văn Tám: Cán bộ xét duyệt", f"• Đơn vị: {THIEN_HA}")
    admin.taps(say("take-back-take")).hears("take-back-sure-ask").taps(say("take-back-yes"))
    admin.hears("take-back-done", role=say("role-reviewer"), unit=THIEN_HA, name="Lê Văn Tám")
    assert held(room, "2") == []
    officer.says("/vaitro").hears("roles-none")
    told = [(row["act"], row["person_id"]) for row in room.rows(Audit)]
    assert told[1:] == [("invite", 1), ("grant", 1), ("end-grant", 1)]


def test_the_same_in_english(room: Room) -> None:
    code = invited(room, role="standing", unit="nb")
    talk = member(room, "2", "Lê Văn Tám").says("/caidat", "1", "2")
    talk.language = "en"
    talk.says(f"/vaitro {code}").hears_words("You are invited to be Emulation standing officer", "with no end date")
    talk.says("yes").hears_words("Thank you for accepting").hears("staff-act-ask", count=7)
    assert "Set deadlines" in talk.labels
    appoint(room, talk, "admin", "nb")
    for words in ("/vaitro", "2", "/moi", "1", "1", "gì cơ", "song van", "1", "31/12/2020", "2", "1", "/moi", "2", "1"):
        talk.says(words)
        assert not re.search(r"anh/chị", talk.text, re.IGNORECASE), talk.text
    talk.hears("take-back-sure-ask")


# --- coming with a code -------------------------------------------------------------------------------------------------


@CHANNELS
def test_a_stranger_with_a_code_joins_and_is_asked_at_once(room: Room, limits: Limits) -> None:
    code = invited(room)
    talk = joins(Talk(room, address="2", limits=limits).says(f"/vaitro {code}").hears("invitation-held"))
    talk.hears("join-done", name="Lê Văn Tám").hears_words(say("role-reviewer"), THIEN_HA)
    talk.taps(say("roles-accept"))
    assert held(room, "2") == [("reviewer", room.unit("cdcs-may-thien-ha"))]


def test_a_stranger_may_come_by_the_link(room: Room) -> None:
    code = invited(room).replace("-", "")
    talk = Talk(room, address="2").says(f"/start v-{code}", start=f"v-{code}").hears("welcome")
    assert [row["held_by"] for row in room.rows(Invitation)] == [owner(room, "2")]
    joins(talk).hears_words(THIEN_HA).says("có")
    assert held(room, "2") == [("reviewer", room.unit("cdcs-may-thien-ha"))]


def test_a_members_link_asks_at_once_and_a_used_one_is_refused(room: Room) -> None:
    code = invited(room).replace("-", "")
    talk = member(room, "2", "Lê Văn Tám").says(f"/start v-{code}", start=f"v-{code}").taps(say("roles-accept"))
    assert len(held(room, "2")) == 1
    talk.says(f"/start v-{code}", start=f"v-{code}").hears("refused-invitation", "roles-code-ask")


def test_a_link_in_the_middle_of_joining_goes_on_where_it_was(room: Room) -> None:
    code = invited(room)
    talk = Talk(room, address="2").says("/start", "1", "1", "2")
    talk.says("/start v-ABCD2345", start="v-ABCD2345").hears("invitation-not-open")
    assert talk.waiting == "unit"
    talk.says(f"/start v-{code}", start=f"v-{code}").hears("invitation-held")
    assert talk.waiting == "unit"
    talk.says("Xây lắp Sông Vân", "Lê Văn Tám", "2", say("way-skip")).hears_words(THIEN_HA).says("có")
    assert held(room, "2") == [("reviewer", room.unit("cdcs-may-thien-ha"))]


def test_a_link_in_the_middle_of_a_report_makes_it_a_draft(room: Room) -> None:
    code = invited(room)
    talk = filled(member(room, "2", "Lê Văn Tám"), "initiative")
    talk.says(f"/start v-{code}", start=f"v-{code}").hears("draft-put-aside").hears_words(THIEN_HA)
    assert [row["title"] for row in room.rows(Draft)] == [ANSWERS["title"]]


def test_while_a_stranger_joins_nobody_else_can_take_the_invitation(room: Room) -> None:
    code = invited(room)
    stranger = Talk(room, address="2").says(f"/vaitro {code}")
    member(room, "3", "Trần Văn Bốn").says(f"/vaitro {code}").hears("refused-invitation")
    joins(stranger).taps(say("roles-accept"))
    assert (len(held(room, "2")), held(room, "3")) == (1, [])


def test_a_stranger_who_links_instead_of_joining_brings_the_code_again(room: Room) -> None:
    code = invited(room)
    phone = member(room, "2", "Lê Văn Tám").says("/caidat").taps(say("settings-make-code"))
    web = Talk(room, channel="web", address="w").says(f"/vaitro {code}", f"/lienket {code_in(phone)}", code_in(phone))
    web.hears("linked").says(f"/vaitro {code}").taps(say("roles-accept"))
    assert len(held(room, "2")) == 1


def test_the_offer_waits_until_it_is_answered(room: Room) -> None:
    code = invited(room)
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {code}").taps(say("way-cancel")).hears("stopped")
    talk.says("/vaitro").taps(say("roles-decline")).hears("roles-declined", "menu-act-ask")
    talk.says("/vaitro").hears("roles-none")
    talk.says(f"/vaitro {code}").hears("refused-invitation")


def test_several_offers_are_asked_one_after_the_other(room: Room) -> None:
    first, second = invited(room), invited(room, role="council", unit="nb")
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {first}", f"/vaitro {second}")
    talk.hears_words(say("role-council")).says("Có").hears_words(THIEN_HA).says("Không").hears("roles-declined")
    assert held(room, "2") == [("council", room.unit("nb"))]


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: f"{code[:4]}-{code[4:]}", lambda code: f" {code} ", " ".join]
)
def test_a_code_may_be_typed_in_many_ways(room: Room, typed: Any) -> None:
    code = typed(invited(room))
    member(room, "2", "Lê Văn Tám").says("/vaitro", "1", code).hears_words(THIEN_HA)


# --- codes that do not open -----------------------------------------------------------------------------------------------


def test_wrong_used_stale_and_anothers_codes_are_told_alike(room: Room) -> None:
    used, anothers, stale = invited(room), invited(room), invited(room)
    member(room, "3", "Trần Văn Bốn").says(f"/vaitro {used}", "có", f"/vaitro {anothers}")
    with room.store.write() as db:
        mark = of(Invitation).c.id == 3
        db.execute(update(of(Invitation)).where(mark).values(expires_at=room.now))
    talk = member(room, "2", "Lê Văn Tám").says("/vaitro", "1")
    heard = set()
    for code in (NOBODYS, used, anothers, stale, "12345678", "ẢẢẢẢẢẢẢẢ", "''''''''"):
        talk.says(code).hears("refused-invitation", "roles-code-ask")
        heard.add(talk.text)
    assert len(heard) == 1
    assert held(room, "2") == []


def test_a_week_later_the_code_and_the_offer_on_the_screen_are_stale(room: Room) -> None:
    code = invited(room)
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {code}")
    room.now += invitations.LIVES
    talk.taps(say("roles-accept")).hears("refused-invitation", "roles-none")
    talk.says(f"/vaitro {code}").hears("refused-invitation")
    assert held(room, "2") == []


def test_who_may_no_longer_give_a_role_has_given_none_r21(room: Room) -> None:
    """An admin's own last day passes between the invitation, its opening and the yes."""
    admin = member(room, "1", "Đinh Thị Bình")
    appoint(room, admin, "admin", "nb", until=room.now.date())
    opened, unopened = invited(room, by=1), invited(room, by=1)
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {opened}").hears_words(THIEN_HA)
    room.now += timedelta(days=1)
    talk.taps(say("roles-accept")).hears("refused-invitation", "roles-none")
    talk.says(f"/vaitro {unopened}").hears("refused-invitation")
    assert held(room, "2") == []


def test_a_role_whose_last_day_has_passed_is_no_longer_offered(room: Room) -> None:
    code = invited(room, until=date(2026, 11, 23))
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {code}")
    room.now += timedelta(days=2)
    talk.taps(say("roles-accept")).hears("refused-invitation")
    assert held(room, "2") == []
    talk.says(f"/vaitro {code}").hears("refused-invitation")


def test_an_old_offers_button_never_takes_another_role(room: Room) -> None:
    first, second = invited(room), invited(room, role="council", unit="nb")
    talk = member(room, "2", "Lê Văn Tám").says(f"/vaitro {first}")
    old = talk.heard[-1].options[0].token
    talk.says(f"/vaitro {second}").taps_token(old).hears("old-button")
    assert held(room, "2") == []


def test_guessing_is_stopped_after_ten_tries_an_hour(room: Room) -> None:
    code = invited(room)
    talk = member(room, "2", "Lê Văn Tám").says("/vaitro", "1")
    for _ in range(invitations.TRIES - 1):
        talk.says(NOBODYS).hears("refused-invitation")
    talk.says(NOBODYS).hears("refused-invitation-tries")
    talk.says(code).hears("refused-invitation-tries")
    room.now += timedelta(hours=1, minutes=1)
    talk.says(code).hears_words(THIEN_HA)


def test_a_strangers_wrong_code_does_not_keep_them_from_joining(room: Room) -> None:
    talk = joins(Talk(room, address="2").says(f"/vaitro {NOBODYS}")).hears("roles-none")
    assert room.rows(Audit, act=invitations.WRONG) != []
    talk.says("/menu").hears("menu-act-ask")


def test_the_code_is_in_no_record(room: Room) -> None:
    admin = admin_of(room).says("/moi", "1", "1", "Xây lắp Sông Vân", "1", "1")
    code = code_in(admin).replace("-", "")
    assert code not in str(room.rows(Invitation)) + str(room.rows(Audit))


# --- inviting, within one's own units ---------------------------------------------------------------------------------------


def test_an_admin_of_one_union_never_sees_another(room: Room) -> None:
    talk = admin_of(room, "cd-xa-yen-khanh").says("/moi", "1", "1").hears("invite-unit-ask")
    assert talk.labels[:2] == ["Công đoàn xã Yên Khánh", say("unit-tree")]
    for outside in ("Xây lắp Sông Vân", "Liên đoàn Lao động tỉnh Ninh Bình", "tong lien doan"):
        talk.says(outside).hears("misread-unit-unknown")
    talk.taps(say("unit-tree"))
    assert talk.labels[:2] == ["Công đoàn xã Yên Khánh ›", say("unit-tree")]
    talk.says("1")
    assert talk.labels[:3] == ["Chọn Công đoàn xã Yên Khánh", THIEN_HA, say("unit-tree")]
    talk.says("2").hears("invite-until-ask").hears_words(THIEN_HA)


def test_an_ended_unit_is_given_to_nobody(room: Room) -> None:
    talk = admin_of(room).says("/moi", "1", "1", "huyen yen khanh")
    assert "Liên đoàn Lao động huyện Yên Khánh" not in talk.text + "".join(talk.labels)


def test_eight_units_of_others_do_not_hide_ones_own(room: Room) -> None:
    """Sixteen grassroots unions have "cong ty" in their names; this admin answers for one of them."""
    talk = admin_of(room, "cd-xa-yen-khanh").says("/moi", "1", "1", "cong ty")
    assert [label for label in talk.labels if label.startswith("CĐCS")] == [THIEN_HA]


def end_unit(room: Room, code: str) -> None:
    yesterday = room.now.date() - timedelta(days=1)
    with room.store.write() as db:
        db.execute(update(of(Unit)).where(of(Unit).c.code == code).values(ended=yesterday))


@pytest.mark.parametrize("label", ["unit-tree", ""], ids=["in the list", "by name"])
def test_a_unit_that_ends_while_it_is_on_the_screen_is_not_taken(room: Room, label: str) -> None:
    admin = admin_of(room, "cd-xa-yen-khanh").says("/moi", "1", "1")
    admin = admin.says("thien ha") if not label else admin.taps(say(label)).says("1")
    assert THIEN_HA in admin.labels, admin.labels
    end_unit(room, "cdcs-may-thien-ha")
    admin.taps(THIEN_HA).hears("misread-unit-unknown")


def test_a_unit_that_ends_before_the_code_is_made_is_refused(room: Room) -> None:
    admin = admin_of(room, "cd-xa-yen-khanh").says("/moi", "1", "1", "may thien ha", "1")
    end_unit(room, "cdcs-may-thien-ha")
    admin.taps(say("summary-invite")).hears("refused-role")
    assert room.rows(Invitation) == []


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("Không hẹn ngày hết", None),
        ("hết năm nay", date(2026, 12, 31)),
        ("22/11/2026", date(2026, 11, 22)),
        ("31/12", date(2026, 12, 31)),
        ("5/3", date(2027, 3, 5)),
        ("30 tháng 6 năm 2031", date(2031, 6, 30)),
    ],
)
def test_the_last_day_of_a_role_is_read_as_said_r74(room: Room, typed: str, until: date | None) -> None:
    admin = admin_of(room).says("/moi", "1", "5", "Xây lắp Sông Vân", typed).taps(say("summary-invite"))
    code_in(admin)
    (row,) = room.rows(Invitation)
    here = room.unit("cdcs-song-van")
    assert (row["role"], row["unit_id"], row["since"], row["until"]) == ("leader", here, date(2026, 11, 22), until)


@pytest.mark.parametrize("typed", ["21/11/2026", "31/12/2040", "hôm qua", "lâu lâu", "9" * 500])
def test_a_last_day_that_cannot_be_is_asked_again(room: Room, typed: str) -> None:
    admin_of(room).says("/moi", "1", "1", "Xây lắp Sông Vân", typed).hears("misread-until", "invite-until-ask")


def test_an_answer_is_changed_before_the_code_is_made(room: Room) -> None:
    admin = admin_of(room).says("/moi", "1", "1", "Xây lắp Sông Vân", "1").taps(say("summary-edit"))
    admin.taps(say("invite-role-label")).taps(say("role-publicity")).hears_words(f"• Đơn vị: {SONG_VAN}")
    admin.taps(say("summary-invite"))
    assert [row["role"] for row in room.rows(Invitation)] == ["publicity"]


def test_a_long_list_of_roles_has_pages(room: Room) -> None:
    admin = admin_of(room)
    with room.store.write() as db:
        for number in range(25):
            row = {"name": f"Người Số {number + 1}", "created_at": room.now, "joined_at": room.now}
            who = db.execute(insert(of(Person)).returning(of(Person).c.id), row).scalar_one()
            day, here = date(2026, 1, 1), room.unit("cdcs-song-van")
            grants.grant(db, who, "reviewer", here, since=day, until=None, by=None, now=room.now)
    admin.says("/moi").hears("invite-which-ask", count=26)
    seen = admin.labels[1:-2]
    while say("list-more") in admin.labels:
        seen += admin.taps(say("list-more")).labels[1:11]
    assert {f"Người Số {number}" for number in range(1, 26)} == {
        each.split(" · ")[0] for each in seen if each.startswith("Người")
    }


def test_the_command_line_says_the_same_and_the_link() -> None:
    here, code = "CĐCS Sông Vân", "ABCD2345"
    plain = made(TEXTS, "vi", "reviewer", here, code, date(2026, 11, 29))
    assert plain == say("invite-made", code=NOBODYS, role=say("role-reviewer"), unit=here, day="29/11/2026")
    linked = made(TEXTS, "vi", "reviewer", here, code, date(2026, 11, 29), "baocong_bot")
    link = "https://t.me/baocong_bot?start=v-ABCD2345"
    assert linked == f"{plain}\n\n{say('invite-link', link=link)}"
    assert re.fullmatch(r"[\w-]{1,64}", link.partition("start=")[2])  # what Telegram lets through


# --- taking back ------------------------------------------------------------------------------------------------------------


def test_a_role_taken_back_is_gone_in_the_middle_of_the_work_r45(room: Room) -> None:
    admin, second = admin_of(room), member(room, "2", "Lê Văn Tám")
    grant = appoint(room, second, "admin", "cd-xa-yen-khanh")
    second.says("/moi", "1", "1").hears("invite-unit-ask")
    admin.says("/moi").taps("Lê Văn Tám · Quản trị hệ thống · Công đoàn xã Yên Khánh")
    admin.taps(say("take-back-take")).taps(say("take-back-yes"))
    assert [row["ended_by"] for row in room.rows(Grant, id=grant)] == [1]
    second.says("may thien ha").hears("refused-role", "menu-act-ask")
    second.says("/moi").hears("refused-role")
    assert room.rows(Invitation) == []


def test_taking_back_is_asked_twice_and_may_be_thought_over(room: Room) -> None:
    admin, officer = admin_of(room), member(room, "2", "Lê Văn Tám")
    appoint(room, officer, "reviewer", "cdcs-song-van")
    admin.says("/moi", "3").taps(say("take-back-list")).hears("invite-which-ask", count=2)
    admin.says("3").taps(say("take-back-take")).taps(say("take-back-no")).hears("take-back-kept")
    assert len(held(room, "2")) == 1


def test_nobody_takes_back_their_own_last_admin_role(room: Room) -> None:
    admin = admin_of(room).says("/moi", "2").taps(say("take-back-take")).taps(say("take-back-yes"))
    admin.hears("refused-last-admin")
    assert held(room, "1") == [("admin", room.unit("nb"))]
    appoint(room, admin, "admin", "cd-xa-yen-khanh")
    admin.says("/moi", "2").taps(say("take-back-take")).taps(say("take-back-yes")).hears_words("Em đã thu lại vai trò")
    assert len(held(room, "1")) == 1
    appoint(room, admin, "reviewer", "cd-xa-yen-khanh")
    admin.says("/moi").taps("Đinh Thị Bình · Cán bộ xét duyệt · Công đoàn xã Yên Khánh")
    admin.taps(say("take-back-take")).taps(say("take-back-yes")).hears_words("Cán bộ xét duyệt")
    assert [role for role, _ in held(room, "1")] == ["admin"]


def test_a_role_that_ended_meanwhile_is_said_so(room: Room) -> None:
    admin, officer = admin_of(room), member(room, "2", "Lê Văn Tám")
    grant = appoint(room, officer, "reviewer", "cdcs-song-van")
    admin.says("/moi", "3").taps(say("take-back-take"))
    with room.store.write() as db:
        grants.end(db, grant, by=None, now=room.now)
    admin.taps(say("take-back-yes")).hears("refused-role-gone")
    assert [row["ended_by"] for row in room.rows(Grant, id=grant)] == [None]


def test_a_role_outside_ones_units_is_neither_shown_nor_taken(room: Room) -> None:
    admin, officer = admin_of(room, "cd-xa-yen-khanh"), member(room, "2", "Lê Văn Tám")
    appoint(room, officer, "reviewer", "cdcs-song-van")
    inside = appoint(room, officer, "reviewer", "cdcs-may-thien-ha")
    admin.says("/moi").hears("invite-which-ask", count=2)
    admin.says("3").hears_words(THIEN_HA)
    with room.store.write() as db:  # the unit leaves the admin's reach while the role is on the screen
        db.execute(update(of(Grant)).where(of(Grant).c.id == inside).values(unit_id=room.unit("cdcs-song-van")))
    admin.says("1", "1").hears("refused-role-gone")
    assert len(held(room, "2")) == 2


# --- the staff's own menu -----------------------------------------------------------------------------------------------------

SEES = {
    "reviewer": [
        "review",
        "find",
        "likeness",
        "checklist",
        "judging",
        "digest",
        "papers",
        "coming",
        "submission",
        "register",
        "nominate",
        "meeting",
        "commendation",
        "delivery",
        "delegate",
        "roles",
    ],
    "standing": [
        "review",
        "find",
        "likeness",
        "checklist",
        "judging",
        "digest",
        "papers",
        "coming",
        "submission",
        "register",
        "nominate",
        "close-year",
        "meeting",
        "decision",
        "hold",
        "commendation",
        "signing",
        "templates",
        "deadlines",
        "broadcast",
        "delivery",
        "calendar",
        "delegate",
        "roles",
    ],
    "publicity": ["broadcast", "delegate", "roles"],
    "council": [
        "review",
        "find",
        "checklist",
        "judging",
        "digest",
        "papers",
        "coming",
        "meeting",
        "commendation",
        "delegate",
        "roles",
    ],
    "leader": [
        "review",
        "find",
        "checklist",
        "digest",
        "papers",
        "coming",
        "submission",
        "register",
        "nominate",
        "meeting",
        "commendation",
        "delegate",
        "roles",
    ],
    "admin": ["signing", "templates", "delivery", "invite", "calendar", "roles"],
}


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_staff_menu_shows_what_the_role_may_do_and_opens_it(room: Room, role: str) -> None:
    talk = member(room, "2", "Lê Văn Tám")
    appoint(room, talk, role, "nb")
    talk.says("/canbo").hears("staff-act-ask", count=len(SEES[role]) - 1)
    assert talk.labels == [*(say(f"staff-{name}") for name in SEES[role]), say("way-cancel")]
    for number, name in enumerate(SEES[role], 1):
        command = next(each for each, opens in menu.COMMANDS.items() if opens == name)
        told = talk.says("/canbo", str(number)).text
        assert say("refused-role") not in told
        assert FIGURES.sub("", talk.says(f"/{command}").text) == FIGURES.sub("", told)


def test_what_the_staff_menu_opens_lets_them_in() -> None:
    """Every conversation exists, and nobody is shown one that then refuses them."""
    for name, act in staff.OPENS.items():
        wanted = menu.CONVERSATIONS[name].act
        assert not wanted or roles.ACTS[act] <= roles.ACTS[wanted], name


@CHANNELS
def test_without_a_role_one_is_told_how_to_get_one(room: Room, limits: Limits) -> None:
    talk = member(room, "2", "Lê Văn Tám", limits=limits).says("/canbo").hears("staff-act-ask", count=0)
    assert talk.labels == [say("staff-roles"), say("way-cancel")]
    talk.taps(say("staff-roles")).hears("roles-none")


def test_a_role_that_ends_while_the_menu_is_on_the_screen_opens_nothing(room: Room) -> None:
    talk = member(room, "2", "Lê Văn Tám")
    grant = appoint(room, talk, "standing", "nb")
    talk.says("/canbo")
    with room.store.write() as db:
        grants.end(db, grant, by=None, now=room.now)
    talk.taps(say("staff-broadcast")).hears("refused-role").hears("staff-act-ask", count=0)


def test_a_role_of_tomorrow_or_yesterday_opens_nothing_today(room: Room) -> None:
    talk = member(room, "2", "Lê Văn Tám")
    appoint(room, talk, "standing", "nb", since=date(2026, 11, 23))
    appoint(room, talk, "reviewer", "nb", until=date(2026, 11, 21))
    talk.says("/canbo").hears("staff-act-ask", count=0).says("/vaitro").hears("roles-none")
    room.now += timedelta(days=1)
    talk.says("/canbo")
    assert say("staff-deadlines") in talk.labels


def test_deleting_ones_data_ends_ones_roles_r62(room: Room) -> None:
    talk = member(room, "2", "Lê Văn Tám")
    appoint(room, talk, "admin", "nb")
    talk.says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes")).hears("my-data-deleted")
    assert held(room, "2") == []
